/** Pieces that scripts of several pages are made of. */

/** `1 change`, `2 changes`. @param {number} count @param {string} noun */
export function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A word as somebody types it, but of an address from a log or a manual only its path. @param {string} word */
export function withoutHost(word) {
  return word.replace(/^https?:\/\/[^/]*/i, "").replace(/^([^?]*[./][^?]*)\?.*$/, "$1");
}

/** The words to look for: of an address its file or path, and no `root.` that a name may lack. @param {string} text */
export function toWords(text) {
  return text
    .toLowerCase()
    .split(/\s+/)
    .map((word) => withoutHost(word).replace(/^.*\/(?=[^/]*\.[a-z]+$)|^root\.|^\/(?=.)/, ""));
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} name the class, or nothing
 * @param {(string | Node)[]} content
 */
export function element(tag, name, ...content) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...content);
  return made;
}

/** A button that sends no form. @param {string} name the class @param {string} text @param {() => void} press */
export function button(name, text, press) {
  const made = element("button", name, text);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}
