/** Fills the page's patterns with values, and shows Markdown as elements: what it does not know stays text. */

const INLINE = /(`+)(.+?)\1|\*\*(.+?)\*\*|\*(\S.*?)\*|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/s;
const ITEM = /^(?:[-*]|[0-9]+[.)]) +/;

/**
 * @param {Node} root
 * @param {any} value whose fields `data-text` and so on name; `.` is the value itself
 */
export function fill(root, value) {
  const each = (name, show) => {
    for (const one of root.querySelectorAll(`[data-${name}]`)) {
      const field = one.dataset[name];
      show(one, field === "." ? value : value[field]);
    }
  };
  each("text", (one, text) => (one.textContent = text));
  each("prose", (one, text) => one.append(...toBlocks(text)));
  each("value", (one, text) => (one.value = text));
  each("kind", (one, kind) => one.classList.add(`badge-${kind}`));
  each("href", (one, address) => address && (one.href = address));
  each("address", (one, address) => (one.dataset.address = address));
  each("each", (one, items) => one.before(...[items || []].flat().map((item) => fill(one.content.cloneNode(true), item))));
  return root;
}

/** @param {string} name @param {(string | Node)[]} content */
function element(name, ...content) {
  const made = document.createElement(name);
  made.append(...content);
  return made;
}

/** Paragraphs and lists. @param {string} markdown @returns {Element[]} */
export function toBlocks(markdown) {
  return markdown.split(/\n\s*\n/).map((block) => {
    if (!ITEM.test(block)) return element("p", ...toInline(block));
    const items = block.split(/\n(?=[-*] |[0-9]+[.)] )/).map((item) => item.replace(ITEM, "").replace(/\n +/g, "\n"));
    return element(/^[0-9]/.test(block) ? "ol" : "ul", ...items.map((item) => element("li", ...toInline(item))));
  });
}

/** Code, bold, emphasis and web addresses. @param {string} text @returns {(string | Node)[]} */
function toInline(text) {
  const found = INLINE.exec(text);
  if (!found) return text ? [text] : [];
  const [all, , code, bold, emphasis, name, address] = found;
  const link = name && Object.assign(element("a", ...toInline(name)), { href: address });
  const inner = code ? element("code", code) : bold ? element("strong", ...toInline(bold)) : emphasis ? element("em", ...toInline(emphasis)) : link;
  return [...(found.index ? [text.slice(0, found.index)] : []), inner, ...toInline(text.slice(found.index + all.length))];
}
