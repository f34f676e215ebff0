/** Shows the Markdown of the plan's facts: paragraphs, lists, code, bold, emphasis and web addresses. */

import { element } from "./pieces.js";

// A host is written as it is: `_HOST` of portal/prose.py
const ADDRESS = String.raw`https?:\/\/(?![a-z0-9.-]*xn--)[a-z0-9.-]+(?::\d{1,5})?(?:[/?#][^\s)]*)?`;
const CODE = ["``.+?``", "`[^`]+`"];
const STRESS = [String.raw`\*\*.+?\*\*`, String.raw`\*\S.*?\*`];
const INLINE = RegExp(`(${[...CODE, ...STRESS, String.raw`\[[^\]]+\]\(${ADDRESS}\)`].join("|")})`, "is");
const MARKS = { "`": "code", "``": "code", "**": "strong", "*": "em" };

/** Paragraphs and lists of a text in Markdown. */
export function toBlocks(text) {
  return text.split(/\n\s*\n/).map(toBlock);
}

function toBlock(block) {
  const parts = block.split(/^(?:[-*]|[0-9]+[.)]) +/m).map((part) => part.replace(/\n +/g, "\n").trimEnd());
  const [before, ...items] = parts;
  if (before || !items.length) return element("p", "", ...toInline(block));
  const kind = /^[0-9]/.test(block) ? "ol" : "ul";
  return element(kind, "", ...items.map((item) => element("li", "", ...toInline(item))));
}

/** What is not known here stays text, without its backslashes. */
function toInline(text) {
  return text.split(INLINE).map((part, at) => {
    if (at % 2 === 0) return part.replace(/\\([!-/:-@[-`{-~])/g, "$1");
    const [mark] = part.match(/^(?:`+|\*\*?)?/);
    if (!mark) {
      const [name, href] = part.slice(1, -1).split("](");
      return Object.assign(element("a", "", ...toInline(name)), { href });
    }
    const inner = part.slice(mark.length, -mark.length);
    return element(MARKS[mark], "", ...(MARKS[mark] === "code" ? [inner] : toInline(inner)));
  });
}
