/** The field of the home page: what is more than a search, such as several lines, is looked at on the page /check/. */

const field = document.querySelector("[data-search-ask] input");

/** Hands over what is pasted or dropped, in memory: the page takes it from there. */
function handOver(event) {
  const text = (event.clipboardData ?? event.dataTransfer).getData("text").trim();
  if (!/\n|^(?:\{|\[\s*\{|<[a-z?!])/i.test(text)) return;
  event.preventDefault();
  window.name = `check:${text}`;
  location.assign(new URL("../check/", import.meta.url));
}

field.addEventListener("paste", handOver);
field.addEventListener("drop", handOver);
