/**
 * Copy buttons: every block of code and whatever is marked `data-copy` gets one. What the mark says, or the name
 * (`data-name`, or that of a file) or caption of the block, names it to those who cannot see it.
 *
 * The buttons are made here, so that a page without scripts has no dead ones; nor has a page that may not copy,
 * because it is not served over https.
 */

const DONE = 2000; // milliseconds for which a button says that it has copied

/**
 * @param {HTMLElement} marked where the button is put
 * @param {string} text what it copies
 * @param {string} name
 * @param {HTMLElement} status
 */
function addButton(marked, text, name, status) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy-button";
  button.title = "Copy";
  button.setAttribute("aria-label", `Copy ${name}`);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.classList.add("copy-button--done");
      status.textContent = `Copied ${name}`;
    } catch {
      status.textContent = `The browser did not let ${name} be copied`;
    }
    setTimeout(() => {
      button.classList.remove("copy-button--done");
      status.textContent = ""; // so that the same text is announced again next time
    }, DONE);
  });
  marked.append(button);
}

if (navigator.clipboard) {
  const status = document.createElement("p");
  status.className = "unseen";
  status.setAttribute("role", "status");
  document.querySelector("article")?.append(status);
  for (const marked of document.querySelectorAll("[data-copy]")) {
    if (!(marked instanceof HTMLElement)) continue;
    const text = marked.textContent?.trim() ?? "";
    addButton(marked, text, marked.dataset.copy || text, status);
  }
  for (const block of document.querySelectorAll(".highlight")) {
    const text = block.querySelector("pre > code")?.textContent;
    const name = block.querySelector(".filename") ?? block.closest("figure")?.querySelector("figcaption");
    if (!text || !(block instanceof HTMLElement)) continue;
    addButton(block, text, block.dataset.name || name?.textContent?.trim() || "this code", status);
  }
}
