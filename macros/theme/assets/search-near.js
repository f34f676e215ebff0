/**
 * Makes of what somebody types what to ask the index for. Where no page has all of that: what is nearest to it.
 *
 * For the dialog (search-facets.js) and for missing pages (not-found.js).
 */

import { withoutHost } from "./pieces.js";
import { isNear } from "./plan-asked.js";
import { NAME, find } from "./search-index.js";

/** Words that no page is looked for by, unless there are no others. */
export const LITTLE = RegExp(
  "^(?:an?|and|any|are|as|at|be|been|but|by|can|could|did|do|does|for|from|has|have|how|i|if|in|into|is|it|its|" +
    "me|much|my|not?|of|on|or|our|please|shall|should|so|still|than|that|the|their|there|these|this|to|was|we|were|" +
    "what(?:'s)?|when|where|which|who|whose|why|will|with|would|you|your)[?!.,]*$",
  "i",
);

/** Signs around the words of a log, a command or a trace. */
const AROUND = /[\s"'`()<>[\]{}|,;&?=]+|[.:!]+(?=\s|$)/;

/**
 * On so many pages a name means something: what more have, such as param.cgi, says less than its words together. And so
 * many words of a trace are looked for, the rarest ones.
 */
const FEW = 4;

let asked;

/** Which releases there are, and which words: made by macros/after/search_index.py. */
export function facts() {
  asked ??= fetch(new URL("search-facts.json", import.meta.url)).then((answer) => answer.json());
  asked.catch(() => (asked = undefined)); // the next call tries again
  return asked;
}

/** How many pages have all words of a text. */
const count = async (text) => (await find([text])).results.length;

/**
 * What to look for: what was typed. Where no page has all of that: the same in the right spelling; the rarest name or
 * path in it; any of its words. A page has to have all of one of `texts`.
 */
export async function understand(text) {
  const whole = text.trim().split(/\s+/).map(withoutHost);
  const telling = whole.filter((word) => !LITTLE.test(word));
  const query = (telling.length ? telling : whole).join(" ");
  if (!query || (await count(query))) return { texts: query ? [query] : [], isNear: false };
  const parts = text.replace(/\w+:\/\/[^/\s]*/g, " ").split(AROUND);
  const words = parts.filter((word) => word && !LITTLE.test(word)).slice(0, 20);
  const { vocabulary } = await facts();
  const known = await Promise.all(words.map(async (word) => ((await count(word)) ? word : toKnown(vocabulary, word))));
  const right = known.join(" ");
  if (right !== query && (await count(right))) return { texts: [right], isNear: true };
  const names = known.filter((word) => NAME.test(word)).flatMap(toNames);
  const [name] = await some(names, FEW);
  if (name) return { texts: [name], isNear: true };
  const any = await some([...names, ...known.flatMap((word) => word.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [])]);
  return any.length ? { texts: any.slice(0, FEW), isNear: true } : { texts: [query], isNear: false };
}

/** A name or path, and what is left of it without its beginnings. */
function toNames(name) {
  const parts = name.split("/");
  return parts.map((_, at) => parts.slice(at).join("/")).filter((one) => NAME.test(one) && /[a-z]{3}/i.test(one));
}

/** Those of some texts that pages have, but no more than `most`. First what says most: a name of few pages. */
async function some(texts, most = Infinity) {
  const asked = [...new Set(texts)].map(async (text) => ({ text, pages: (await find([text])).results }));
  const found = (await Promise.all(asked)).filter(({ pages }) => pages.length && pages.length <= most);
  const weight = ({ pages }) => pages[0].score / pages.length;
  return found.sort((a, b) => weight(b) - weight(a)).map(({ text }) => text);
}

/** A word with each misspelled part as it is known. */
function toKnown(vocabulary, word) {
  return word.toLowerCase().replace(/[\p{L}\p{N}]{4,}/gu, (part) => {
    return vocabulary.includes(part) ? part : (vocabulary.find((one) => isNear(part, one)) ?? part);
  });
}
