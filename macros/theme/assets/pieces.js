/** Pieces that scripts of several pages are made of. */

/** What is in a file of facts, null where it does not load. */
export function load(address) {
  return fetch(address).then((answer) => answer.json()).catch(() => null);
}

/** `1 change`, `2 changes`. */
export function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A word as somebody types it, but of an address from a log or a manual only its path. */
export function withoutHost(word) {
  return word.replace(/^https?:\/\/[^/]*/i, "").replace(/^([^?]*[./][^?]*)\?.*$/, "$1");
}

/** The words to look for: of an address its file or path, and no `root.` that a name may lack. */
export function toWords(text) {
  return text
    .toLowerCase()
    .split(/\s+/)
    .map((word) => withoutHost(word).replace(/^.*\/(?=[^/]*\.[a-z]+$)|^root\.|^\/(?=.)/, ""));
}

/** An element of a class, or of none. */
export function element(tag, name, ...content) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...content);
  return made;
}

/** What a feed of `all` entries has beyond those shown; `wider` says what it is not narrowed to. */
export function toBeyond(all, shown, wider) {
  if (all === shown) return "It has just the changes shown.";
  const why = wider.length ? `: it is not narrowed to ${wider.map((one) => `“${one}”`).join(", ")}` : ", moved to another version";
  return `It has every change shown and ${counted(all - shown, "other")}${why}.`;
}

/** A button that sends no form. */
export function button(name, text, press) {
  const made = element("button", name, text);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}
