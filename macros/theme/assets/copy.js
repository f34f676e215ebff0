/**
 * Copy buttons: every block of code and whatever is marked `data-copy` gets one. What the mark says, or the name
 * (`data-name`, or that of a file) or caption of the block, names it to those who cannot see it.
 *
 * The buttons are made here, so that a page without scripts has no dead ones; nor has a page that may not copy,
 * because it is not served over https.
 */

import { button, element } from "./pieces.js";

const DONE = 2000; // milliseconds for which a button says that it has copied

function addButton(marked, text, name, status) {
  const made = button("copy-button", "", async () => {
    try {
      await navigator.clipboard.writeText(text);
      made.classList.add("copy-button--done");
      status.textContent = `Copied ${name}`;
    } catch {
      status.textContent = `The browser did not let ${name} be copied`;
    }
    setTimeout(() => {
      made.classList.remove("copy-button--done");
      status.textContent = ""; // so that the same text is announced again next time
    }, DONE);
  });
  made.title = "Copy";
  made.setAttribute("aria-label", `Copy ${name}`);
  marked.append(made);
}

if (navigator.clipboard) {
  const status = element("p", "unseen");
  status.setAttribute("role", "status");
  document.querySelector("article")?.append(status);
  for (const marked of document.querySelectorAll("[data-copy]")) {
    const text = marked.textContent.trim();
    addButton(marked, text, marked.dataset.copy || text, status);
  }
  for (const block of document.querySelectorAll(".highlight")) {
    const text = block.querySelector("pre > code")?.textContent;
    const name = block.querySelector(".filename") ?? block.closest("figure")?.querySelector("figcaption");
    const caption = name?.textContent?.trim();
    if (text) addButton(block, text, block.dataset.name || caption || "this code", status);
  }
}
