/** The field of the home page: what is more than a search, such as several lines, is looked at as on the page /check/. */

const field = document.querySelector("[data-search-ask] input");
const url = new URL("../check/", import.meta.url);

/** Puts that page into this document, so that what it is to look at is in memory alone. */
async function check(text) {
  const page = new DOMParser().parseFromString(await (await fetch(url)).text(), "text/html");
  const ages = document.querySelectorAll(".imprint time + *"); // how long ago: page.js has filled them in
  page.querySelectorAll(".imprint time + *").forEach((one, at) => one.replaceWith(ages[at]));
  history.pushState(null, "", url);
  document.title = page.title;
  document.head.append(page.querySelector("link[href$='/plan.css']"));
  document.querySelector("[data-page]").replaceWith(page.querySelector("[data-page]"));
  (await import("./check-page.js")).take(text);
  document.querySelector("#check-text").focus();
}

/** Shows what the address says: somebody went back or forward, perhaps before this script was there. */
function follow() {
  if ((location.pathname === url.pathname) === !document.querySelector("[data-check]")) location.reload();
}

function handOver(event) {
  const text = (event.clipboardData ?? event.dataTransfer).getData("text").trim();
  if (!/\n|^(?:\{|\[\s*\{|<[a-z?!])/i.test(text)) return;
  event.preventDefault();
  check(text);
}

for (const kind of ["paste", "drop"]) field.addEventListener(kind, handOver);
addEventListener("popstate", follow);
follow();
