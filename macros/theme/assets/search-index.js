/**
 * Asks the Pagefind index that is made from the finished pages, and makes list items of what it finds.
 *
 * For the dialog (search.js) and for missing pages (not-found.js).
 */

import { element } from "./pieces.js";

/** @typedef {{ title: string, facts?: string, names?: string } & Record<string, string>} Meta */
/** @typedef {{ element: string }} Anchor */
/** @typedef {{ title: string, url: string, excerpt: string, anchor?: Anchor, locations: number[] }} Section */
/** @typedef {{ url: string, excerpt: string, content: string, meta: Meta, sub_results: Section[] }} Page */
/** @typedef {{ id: string, score: number, data: () => Promise<Page> }} Result id: after what is on the page */
/** @typedef {Record<string, string>} Chosen a value by the name of its filter */
/** @typedef {Record<string, Record<string, number | null>>} Counts pages by filter and value, null if not counted */
/** @typedef {{ results: Result[], filters: Counts }} Answer */
/**
 * The part of Pagefind's interface (https://pagefind.app/docs/api/) that is used here.
 * @typedef {object} Pagefind
 * @property {(options: object) => Promise<void>} options
 * @property {() => Promise<void>} init
 * @property {() => Promise<Counts>} filters loads all filters; an answer counts only those that are loaded
 * @property {(query: string | null, options: { filters: Chosen, sort?: Chosen }) => Promise<Answer>} search null: any page
 */

const BATCH = 10;

/** A word that is spelled like a name in code: AllowTLS11, getbrand.cgi, P3265-LV. */
export const NAME = /[./_\d]|[a-z][A-Z]/;

/** What Pagefind does not look at, after at least three letters: mount(ing), stop(ped). */
const ENDING = /^(.{3,}?)(?:(.)\2)?(?:ations?|ions?|ings?|ers?|als?|ed|ies|e?s|e|l?y)$/;

/** @type {Promise<Pagefind> | null} */ let loading = null;

async function load() {
  /** @type {Pagefind} */
  const pagefind = await import(new URL("../pagefind/pagefind.js", import.meta.url).href);
  await pagefind.options({ excerptLength: 24, ranking: { metaWeights: { title: 5, names: 10 } } });
  await pagefind.init();
  return pagefind;
}

/**
 * Makes the index ready.
 * @returns {Promise<Pagefind>}
 */
export function loaded() {
  loading ??= load().catch((error) => {
    loading = null; // the next call tries again
    throw error;
  });
  return loading;
}

/**
 * A text as Pagefind compares it: lower case, without punctuation.
 * @param {string} text
 */
function squash(text) {
  return text.toLowerCase().replace(/[^\p{L}\p{N}_]/gu, "");
}

/**
 * Whether a page has every word that was asked for. Where no page has a word, Pagefind falls back to the longest known
 * beginning of it: "allow" for AllowTLS13. That misleads. Names have to be there as they are, words but for endings.
 * @param {Page} page
 * @param {string} query
 */
function hasWords(page, query) {
  const text = squash(`${page.content} ${Object.values(page.meta).join(" ")}`);
  return query.split(" ").every((word) => text.includes(NAME.test(word) ? squash(word) : squash(word).replace(ENDING, "$1$2")));
}

/**
 * Best first. Pages with the same score come in an order that is the same in every build, which that of the index
 * is not.
 * @param {Result} a
 * @param {Result} b
 */
function byScore(a, b) {
  const [one, other] = [a, b].map((result) => Math.round(result.score * 1000));
  return other - one || (a.id < b.id ? -1 : 1);
}

/**
 * Pagefind's answer to one text.
 * @param {string} query
 * @param {Chosen} filters
 * @returns {Promise<Answer>}
 */
async function ask(query, filters) {
  const answer = await (await loaded()).search(query, { filters });
  answer.results.sort(byScore);
  const best = await answer.results[0]?.data();
  return best && hasWords(best, query) ? answer : { results: [], filters: {} };
}

/**
 * The pages that have all words of one of the texts, best first. Without a text, all pages of what is chosen.
 * @param {string[]} texts
 * @param {Chosen} chosen
 * @returns {Promise<Answer>}
 */
export async function find(texts, chosen = {}) {
  if (!texts.length) return (await loaded()).search(null, { filters: chosen, sort: { title: "asc" } });
  const answers = await Promise.all(texts.map((text) => ask(text, chosen)));
  if (answers.length === 1) return answers[0];
  /** @type {Map<string, Result>} */ const found = new Map();
  for (const { results } of answers) {
    for (const one of results) {
      const score = one.score / results.length; // a rare word says more
      found.set(one.id, { ...one, score: score + (found.get(one.id)?.score ?? 0) });
    }
  }
  return { results: [...found.values()].sort(byScore), filters: {} };
}

/**
 * How many pages each value of each filter would leave in its filter's place, beside what is chosen in the others.
 * Null for several texts: a page that has two of them would count twice.
 * @param {string[]} texts
 * @param {Chosen} chosen
 * @returns {Promise<Counts>}
 */
export async function count(texts, chosen) {
  const every = await (await loaded()).filters();
  const counted = Object.entries(every).map(async ([name, values]) => {
    if (texts.length > 1) return [name, Object.fromEntries(Object.keys(values).map((value) => [value, null]))];
    const { [name]: own, ...others } = chosen;
    const { filters } = await find(texts, others);
    return [name, Object.fromEntries(Object.keys(values).map((value) => [value, filters[name]?.[value] ?? 0]))];
  });
  return Object.fromEntries(await Promise.all(counted));
}

/**
 * Where a result leads. Pages of data (they carry facts) are short: to their top. Prose: to the best section.
 * @param {Page} page
 * @returns {{ title: string, url: string, excerpt: string }}
 */
function toTarget(page) {
  const top = { title: page.meta.title, url: page.url, excerpt: page.excerpt };
  const [best] = [...page.sub_results].sort((a, b) => b.locations.length - a.locations.length);
  if (page.meta.facts || !best?.anchor || best.anchor.element === "h1") return top;
  return { title: `${page.meta.title}: ${best.title}`, url: best.url, excerpt: best.excerpt };
}

/**
 * Pagefind's excerpt as nodes: text, and `mark` elements around what matched.
 * @param {string} excerpt
 */
function toNodes(excerpt) {
  return excerpt.split(/<mark>(.*?)<\/mark>/s).map((part, index) => {
    const text = part.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
    return index % 2 ? element("mark", "", text) : document.createTextNode(text);
  });
}

/** @param {Page} page */
function toItem(page) {
  const target = toTarget(page);
  const link = element("a", "search__link", target.title);
  link.href = target.url;
  const item = element("li", "search__item", link);
  if (page.meta.facts) item.append(element("p", "search__facts", page.meta.facts));
  item.append(element("p", "search__excerpt", ...toNodes(target.excerpt)));
  return item;
}

/**
 * The next results as list items. They are taken off `results`.
 * @param {Result[]} results
 */
export async function nextItems(results) {
  const pages = await Promise.all(results.splice(0, BATCH).map((result) => result.data()));
  return pages.map(toItem);
}
