/** What a reader sees of parts of a page as Markdown, to paste into a ticket: what is ticked is ticked there too. */

const LEFT_OUT =
  ".headerlink, summary, thead, .plan__concerns, .plan__hint, .plan__hit .unseen, " +
  "[data-detail=line] .fold";
const FACTS = "tr, .plan__hit, .plan__about"; // a sign is between what is in them
const LABELED = "[data-label]:not([data-told=full])"; // else its parts have labels of their own
const INLINE = { strong: "**", dt: "**", em: "*" }; // what is around them
const HEADINGS = { h1: "# ", h2: "## ", h3: "### ", h4: "#### " };
const BLOCKS = ["p", "div", "section", "ul", "ol", "table", "dl", "dt", "dd", ...Object.keys(HEADINGS)];

/** Some nodes, one below the other. */
export function toMarkdown(parts) {
  const text = parts.map(toText).join("\n\n").trim();
  return `${text.replace(/(\S) +/g, "$1 ").replace(/ +\n/g, "\n").replace(/\n{3,}/g, "\n\n")}\n`;
}

/** A node as Markdown, with empty lines around it where it is a block. */
function toText(node) {
  if (node instanceof Text) return escapeMarkdown(node.data.replace(/\s+/g, " "));
  if (!(node instanceof HTMLElement) || node.matches(LEFT_OUT) || getComputedStyle(node).display === "none") return "";
  const { localName: name } = node;
  if (name === "input") return node.checked ? "[x] " : "[ ] ";
  if (name === "code") return toCode(node.textContent);
  const inner = toInner(node);
  if (!inner.trim()) return inner;
  if (node.matches("[href]:not([href^='#'])")) return `[${inner}](${node.href})`;
  if (name === "li" || name === "tr") return toItem(node.matches("ol > *") ? "1. " : "- ", inner.trim());
  const mark = INLINE[name] ?? "";
  const text = mark + inner.trim() + mark;
  if (!BLOCKS.includes(name)) return mark ? text : inner;
  return `\n\n${HEADINGS[name] ?? ""}${text}\n\n`;
}

/** What is in an element. */
function toInner(node) {
  const texts = [...node.childNodes].map(toText);
  if (node.matches(LABELED)) texts.unshift(`\n\n**${node.dataset.label}:**\n\n`);
  if (!node.matches(FACTS)) return texts.join("");
  const isBox = (text) => /^\[[ x]\] $/.test(text);
  const add = (line, text) => line + (!line || isBox(line) || text.startsWith("\n") ? "" : " · ") + text;
  return texts.filter((text) => text.trim()).reduce(add, "");
}

/** An item of a list with all its lines inside. */
function toItem(sign, text) {
  return `\n${sign}${text.replace(/\n(?=.)/g, `\n${" ".repeat(sign.length)}`)}`;
}

function toCode(text) {
  const mark = text.includes("`") ? "``" : "`";
  return mark + text + mark;
}

/** A plain text in which no character means anything in Markdown, nor with a link behind it. */
function escapeMarkdown(text) {
  return text.replace(/[\\`*_[\]<>#|~]|!$|&(?=#?[A-Za-z0-9]+;)/g, "\\$&");
}
