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
  const escape = (text) => text.replace(/[\\`*_[\]<>#|~]|&(?=#?[A-Za-z0-9]+;)/g, "\\$&");
  const own = ({ source, textContent }) => source?.replace(/\n(?=[^\n])/g, "\n  ") ?? escape(textContent);
  const say = (one) => one.dataset.md.replace(/\{([a-z-]*)\}/g, (_, name) => (name ? one.getAttribute(name) : own(one)));
  return [...root.querySelectorAll("[data-md]")].map(say).join("") + "\n";
}

function element(name, content, more) {
  const made = Object.assign(document.createElement(name), more);
  made.append(...content);
  return made;
}

/** Paragraphs and lists of a text in Markdown. @param {string} text @returns {Element[]} */
export function toBlocks(text) {
  return text.split(/\n\s*\n/).map((block) => {
    const [before, ...items] = block.split(/^(?:[-*]|[0-9]+[.)]) +/m).map((item) => item.replace(/\n +/g, "\n").trimEnd());
    if (before || !items.length) return element("p", toInline(block));
    return element(/^[0-9]/.test(block) ? "ol" : "ul", items.map((item) => element("li", toInline(item))));
  });
}

/** Code, bold, emphasis and web addresses; what is not known here stays text, without its backslashes. */
function toInline(text) {
  return text.split(INLINE).map((part, at) => {
    if (at % 2 === 0) return part.replace(/\\([!-/:-@[-`{-~])/g, "$1");
    const [mark, [name, href]] = [part.match(/^(?:`+|\*\*?)?/)[0], part.slice(1, -1).split("](")];
    if (!mark) return element("a", toInline(name), { href });
    const inner = part.slice(mark.length, -mark.length);
    return element(MARKS[mark], MARKS[mark] === "code" ? [inner] : toInline(inner));
  });
}
