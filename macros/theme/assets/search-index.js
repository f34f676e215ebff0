/**
 * Asks the Pagefind index that is made from the finished pages, and makes list items of what it finds.
 *
 * For the dialog (search.js) and for missing pages (not-found.js).
 */

import { element } from "./pieces.js";

// Pagefind's interface is described at https://pagefind.app/docs/api/. A result is there at once, its page on demand.

const BATCH = 10;

/** A word that is spelled like a name in code: AllowTLS11, getbrand.cgi, P3265-LV. */
export const NAME = /[./_\d]|[a-z][A-Z]/;

/** What Pagefind does not look at, after at least three letters: mount(ing), stop(ped). */
const ENDING = /^(.{3,}?)(?:(.)\2)?(?:ations?|ions?|ings?|ers?|als?|ed|ies|e?s|e|l?y)$/;

let loading = null;

async function load() {
  const pagefind = await import(new URL("../pagefind/pagefind.js", import.meta.url).href);
  await pagefind.options({ excerptLength: 24, ranking: { metaWeights: { title: 5, names: 10 } } });
  await pagefind.init();
  return pagefind;
}

/** The index, ready to be asked. */
export function loaded() {
  loading ??= load().catch((error) => {
    loading = null; // the next call tries again
    throw error;
  });
  return loading;
}

/** A text as Pagefind compares it: lower case, without punctuation. */
const squash = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}_]/gu, "");

/**
 * Whether a page has every word that was asked for. Where no page has a word, Pagefind falls back to the longest known
 * beginning of it: "allow" for AllowTLS13. That misleads. Names have to be there as they are, words but for endings.
 */
function hasWords({ content, meta }, query) {
  const text = squash(`${content} ${Object.values(meta).join(" ")}`);
  const isThere = (word) => text.includes(NAME.test(word) ? squash(word) : squash(word).replace(ENDING, "$1$2"));
  return query.split(" ").every(isThere);
}

/** Best first. Pages with the same score come in an order that is the same in every build, unlike that of the index. */
function byScore(a, b) {
  const [one, other] = [a, b].map(({ score }) => Math.round(score * 1000));
  return other - one || (a.id < b.id ? -1 : 1);
}

/** Pagefind's answer to one text. */
async function ask(query, filters) {
  const answer = await (await loaded()).search(query, { filters });
  answer.results.sort(byScore);
  const best = await answer.results[0]?.data();
  return best && hasWords(best, query) ? answer : { results: [], filters: {} };
}

/**
 * The pages that have all words of one of the texts, best first. Without a text, all pages of what is chosen: a value
 * by the name of its filter.
 */
export async function find(texts, chosen = {}) {
  if (!texts.length) return (await loaded()).search(null, { filters: chosen, sort: { title: "asc" } });
  const answers = await Promise.all(texts.map((text) => ask(text, chosen)));
  if (answers.length === 1) return answers[0];
  const found = new Map();
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
 */
export async function count(texts, chosen) {
  const every = await (await loaded()).filters();
  const counted = Object.entries(every).map(async ([name, values]) => {
    const { [name]: own, ...others } = chosen;
    const { filters } = texts.length > 1 ? {} : await find(texts, others);
    const toCount = (value) => (filters ? (filters[name]?.[value] ?? 0) : null);
    return [name, Object.fromEntries(Object.keys(values).map((value) => [value, toCount(value)]))];
  });
  return Object.fromEntries(await Promise.all(counted));
}

/** Where a result leads. Pages of data (they carry facts) are short: to their top. Prose: to the best section. */
function toTarget({ meta, url, excerpt, sub_results: sections }) {
  const [best] = [...sections].sort((a, b) => b.locations.length - a.locations.length);
  if (meta.facts || !best?.anchor || best.anchor.element === "h1") return { title: meta.title, url, excerpt };
  return { title: `${meta.title}: ${best.title}`, url: best.url, excerpt: best.excerpt };
}

/** Pagefind's excerpt as nodes: text, and `mark` elements around what matched. */
function toNodes(excerpt) {
  return excerpt.split(/<mark>(.*?)<\/mark>/s).map((part, index) => {
    const text = part.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
    return index % 2 ? element("mark", "", text) : text;
  });
}

function toItem(page) {
  const { title, url, excerpt } = toTarget(page);
  const link = Object.assign(element("a", "search__link", title), { href: url });
  const facts = page.meta.facts ? [element("p", "search__facts", page.meta.facts)] : [];
  return element("li", "search__item", link, ...facts, element("p", "search__excerpt", ...toNodes(excerpt)));
}

/** The next results as list items. They are taken off `results`. */
export async function nextItems(results) {
  const pages = await Promise.all(results.splice(0, BATCH).map((result) => result.data()));
  return pages.map(toItem);
}
