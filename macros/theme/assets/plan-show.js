/** Fills the page's patterns with values, and reads what they show back as Markdown. */

// A host is written as it is: `_HOST` of portal/prose.py
const INLINE = /(``.+?``|`[^`]+`|\*\*.+?\*\*|\*\S.*?\*|\[[^\]]+\]\(https?:\/\/(?![a-z0-9.-]*xn--)[a-z0-9.-]+(?::\d{1,5})?(?:[/?#][^\s)]*)?\))/is;
const MARKS = { "`": "code", "``": "code", "**": "strong", "*": "em" };

/** What a `data-` attribute does with the value of the field that it names; others set the property of their name. */
const SHOW = {
  prose(one, text) {
    one.source = text;
    one.replaceChildren(...toBlocks(text));
  },
  page(one, page, { base, site }) {
    one.href = base + page;
    one.dataset.address = site + page;
  },
  tick(one, _, site, { id = "install", version }) {
    one.value = `${id} ${version}`;
  },
  if(one, value) {
    if (!value?.length) one.remove();
  },
  unless(one, value) {
    if (value === true || value?.length) one.remove();
  },
  each(one, value, site) {
    const items = Array.isArray(value) ? value : value ? [value] : [];
    one.before(...items.map((item) => fill(one, item, site)));
  },
};

/**
 * A copy of a pattern.
 * @param {HTMLTemplateElement} pattern
 * @param {any} value whose fields the attributes name; `.` is the value itself
 * @param {{ base: string, site: string }} site the addresses of this site, and of the published one
 */
export function fill(pattern, value, site) {
  const copy = pattern.content.cloneNode(true);
  for (const one of copy.querySelectorAll("*"))
    for (const [name, field] of Object.entries(one.dataset)) {
      const own = field === "." ? value : value[field];
      if (SHOW[name]) SHOW[name](one, own, site, value);
      else if (name in one) one[name] = own;
    }
  return copy;
}

/** What is shown. In `data-md`, `{}` stands for the text of the element and `{name}` for an attribute. */
export function toMarkdown(root) {
  const shown = [...root.querySelectorAll("[data-md]")];
  const texts = shown.map((one) =>
    one.dataset.md.replace(/\{([a-z-]*)\}/g, (_, name) => (name ? one.getAttribute(name) : ownText(one))),
  );
  return texts.join("") + "\n";
}

/** The text of an element: the Markdown that it shows, indented, or else what it says, escaped. */
function ownText({ source, textContent }) {
  if (source !== undefined) return source.replace(/\n(?=[^\n])/g, "\n  ");
  return textContent.replace(/[\\`*_[\]<>#|~]|&(?=#?[A-Za-z0-9]+;)/g, "\\$&");
}

function element(name, content, more) {
  const made = Object.assign(document.createElement(name), more);
  made.append(...content);
  return made;
}

/** Paragraphs and lists of a text in Markdown. @param {string} text @returns {Element[]} */
export function toBlocks(text) {
  return text.split(/\n\s*\n/).map(toBlock);
}

/** @param {string} block */
function toBlock(block) {
  const parts = block.split(/^(?:[-*]|[0-9]+[.)]) +/m).map((part) => part.replace(/\n +/g, "\n").trimEnd());
  const [before, ...items] = parts;
  if (before || !items.length) return element("p", toInline(block));
  const kind = /^[0-9]/.test(block) ? "ol" : "ul";
  return element(kind, items.map((item) => element("li", toInline(item))));
}

/** Code, bold, emphasis and web addresses; what is not known here stays text, without its backslashes. */
function toInline(text) {
  return text.split(INLINE).map((part, at) => {
    if (at % 2 === 0) return part.replace(/\\([!-/:-@[-`{-~])/g, "$1");
    const [mark] = part.match(/^(?:`+|\*\*?)?/);
    if (!mark) {
      const [name, href] = part.slice(1, -1).split("](");
      return element("a", toInline(name), { href });
    }
    const inner = part.slice(mark.length, -mark.length);
    return element(MARKS[mark], MARKS[mark] === "code" ? [inner] : toInline(inner));
  });
}
