/** Says which address is missing, and searches for the words in it. Without this script the page has plain links. */

import { find, nextItems } from "./search-index.js";
import { understand } from "./search-near.js";

/** The missing address below the site's root, as a person would write it. */
function missingPath() {
  const path = location.pathname.slice(new URL("..", import.meta.url).pathname.length);
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // an address with a broken escape
  }
}

/** The parts of the address as words, the last first. */
function toParts(path) {
  const parts = path.split("/").map((part) => part.replace(/(^index)?\.html?$/i, "").replace(/[-+\s]+/g, " ").trim());
  return parts.reverse().filter((part) => part.length > 2);
}

const path = missingPath();
const slot = (name) => document.querySelector(`[data-missing-${name}]`);
slot("address").textContent = `/${path}`;
for (const part of toParts(path)) {
  const { texts } = await understand(part);
  const { results } = await find(texts);
  if (results.length) {
    slot("word").textContent = texts.join(" ");
    slot("results").append(...(await nextItems(results)));
    slot("found").hidden = false;
    break;
  }
}
