/** Says which address is missing, and searches for the words in it. Without this script the page has plain links. */

import { find, nextItems } from "./search-index.js";

/** The missing address below the site's root, as a person would write it. */
function missingPath() {
  const path = location.pathname.slice(new URL("..", import.meta.url).pathname.length);
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // an address with a broken escape
  }
}

/**
 * What to search for, best guess first: the last part of the address as words, the longest of these words, then
 * the same for the part before it.
 * @param {string} path
 */
function guesses(path) {
  const parts = path.split("/").map((part) => part.replace(/(^index)?\.html?$/i, "").replace(/[-+\s]+/g, " ").trim());
  const longestFirst = (/** @type {string} */ part) => part.split(" ").sort((a, b) => b.length - a.length);
  const texts = parts.reverse().flatMap((part) => [part, ...longestFirst(part)]);
  return [...new Set(texts)].filter((text) => text.length > 2);
}

const path = missingPath();
/** @param {string} name @returns {any} */
const slot = (name) => document.querySelector(`[data-missing-${name}]`);
slot("address").textContent = `/${path}`;
for (const text of guesses(path)) {
  const results = await find(text);
  if (results.length) {
    slot("word").textContent = text;
    slot("results").append(...(await nextItems(results)));
    slot("found").hidden = false;
    break;
  }
}
