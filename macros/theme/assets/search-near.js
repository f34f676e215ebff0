/**
 * Makes of what somebody types what to ask the index for. Where no page has all of that: what is nearest to it.
 *
 * For the dialog (search-facets.js) and for missing pages (not-found.js).
 */

import { withoutHost } from "./pieces.js";
import { NAME, find } from "./search-index.js";

/** Words that no page is looked for by, unless there are no others. */
export const LITTLE = RegExp(
  "^(?:an?|and|any|are|as|at|be|been|but|by|can|could|did|do|does|for|from|has|have|how|i|if|in|into|is|it|its|" +
    "me|much|my|not?|of|on|or|our|please|shall|should|so|still|than|that|the|their|there|these|this|to|was|we|were|" +
    "what|when|where|which|who|whose|why|will|with|would|you|your)[?!.,]*$",
  "i",
);

/** Signs around the words of a log, a command or a trace. */
const AROUND = /[\s"'`()<>[\]{}|,;&?=]+|[.:!]+(?=\s|$)/;

/**
 * On so many pages a name means something: what more have, such as param.cgi, says less than its words together. And so
 * many words of a trace are looked for, the rarest ones.
 */
const FEW = 4;

/** @type {Promise<any> | null} */ let asked = null;

/** Which releases there are, and which words: made by macros/after/search_index.py. */
export function facts() {
  asked ??= fetch(new URL("search-facts.json", import.meta.url))
    .then((answer) => answer.json())
    .catch((error) => {
      asked = null; // the next call tries again
      throw error;
    });
  return asked;
}

/** How many pages have all words of a text. @param {string} text */
const count = async (text) => (await find([text])).results.length;

/**
 * What to look for: what was typed. Where no page has all of that: the same in the right spelling; the rarest name or
 * path in it; any of its words.
 * @param {string} text
 * @returns {Promise<{ texts: string[], isNear: boolean }>} a page has to have all of one of `texts`
 */
export async function understand(text) {
  const whole = text.trim().split(/\s+/).map(withoutHost);
  const telling = whole.filter((word) => !LITTLE.test(word));
  const query = (telling.length ? telling : whole).join(" ");
  if (!query || (await count(query))) return { texts: query ? [query] : [], isNear: false };
  const words = text.replace(/\w+:\/\/[^/\s]*/g, " ").split(AROUND).filter((word) => word && !LITTLE.test(word)).slice(0, 20);
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

/** A name or path, and what is left of it without its beginnings. @param {string} name */
function toNames(name) {
  const parts = name.split("/");
  return parts.map((_, at) => parts.slice(at).join("/")).filter((one) => NAME.test(one) && /[a-z]{3}/i.test(one));
}

/**
 * Those of some texts that pages have, but no more than `most`. First what says most: a name of few pages.
 * @param {string[]} texts
 */
async function some(texts, most = Infinity) {
  const asked = [...new Set(texts)].map(async (text) => ({ text, pages: (await find([text])).results }));
  const found = (await Promise.all(asked)).filter(({ pages }) => pages.length && pages.length <= most);
  const weight = (/** @type {any[]} */ pages) => pages[0].score / pages.length;
  return found.sort((a, b) => weight(b.pages) - weight(a.pages)).map(({ text }) => text);
}

/** A word with each misspelled part as it is known. @param {string[]} vocabulary @param {string} word */
function toKnown(vocabulary, word) {
  return word.toLowerCase().replace(/[\p{L}\p{N}]{4,}/gu, (part) => {
    if (vocabulary.includes(part)) return part;
    const most = part.length < 8 ? 1 : 2;
    const near = vocabulary.map((one) => ({ one, steps: toSteps(part, one, most) })).filter(({ steps }) => steps <= most);
    return near.sort((a, b) => a.steps - b.steps)[0]?.one ?? part;
  });
}

/**
 * How many letters are to add, to leave out, to change or to swap with the next between two words; more than `most`
 * also where they have other digits: those are other names. https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance
 * @param {string} one
 * @param {string} other
 * @param {number} most
 */
function toSteps(one, other, most) {
  const digits = (/** @type {string} */ word) => word.replace(/[^0-9]/g, "");
  if (Math.abs(one.length - other.length) > most || digits(one) !== digits(other)) return most + 1;
  const rows = [[...other, ""].map((_, at) => at)];
  for (let i = 1; i <= one.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (same ? 0 : 1));
      const swapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (i > 1 && swapped) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[one.length][other.length];
}
