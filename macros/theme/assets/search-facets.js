/**
 * The facets of the search dialog: selects by which a reader narrows the results.
 *
 * A select's `data-search-facet` is the name of a filter in the index, which gives the choices and their counts.
 */

import { counted } from "./pieces.js";
import { toCards } from "./search-cards.js";
import { count, find } from "./search-index.js";
import { understand } from "./search-near.js";

const all = (group) => [...group.querySelectorAll("select")];
const nameOf = (select) => select.dataset.searchFacet;
const toChosen = (selects) => Object.fromEntries(selects.map((select) => [nameOf(select), select.value]));

/**
 * What there is for a text with what is chosen in a group of selects: an answer to it, the results of the index, how
 * many other choices would have, a sentence on it, and ways to get results where there are none.
 */
export async function ask(group, text) {
  const selects = all(group).filter(({ value }) => value);
  const chosen = toChosen(selects);
  const place = selects.map(({ dataset, value }) => ` ${dataset.where} ${value}`).join("");
  const { texts, isNear } = await understand(text);
  const asked = text || selects.length ? find(texts, chosen) : { results: [] };
  const [{ results }, counts] = await Promise.all([asked, count(texts, chosen)]);
  const cards = selects.length ? [] : await toCards(text, isNear || !results.length);
  const ways = results.length ? [] : await waysOut(selects, texts);
  const near = new Intl.ListFormat("en", { type: "disjunction" }).format(texts.map((one) => `“${one}”`));
  const found = counted(results.length, "result") + place;
  const typed = `${text.includes(" ") ? "all of " : ""}“${text}”`;
  let message = "";
  if (cards.length) message = results.length ? `An answer, and ${found}` : "An answer";
  else if (results.length) message = isNear ? `No page has ${typed}. These have ${near}: ${found}` : found;
  else if (text) message = `No page${ways.length ? place : ""} has ${isNear ? near : `“${text}”`}.`;
  else if (ways.length) message = `No page${place}.`;
  return { cards, results, counts, ways, message };
}

/** Says beside each choice how many results it has. The group shows once there is something to choose. */
export function showCounts(group, counts) {
  for (const select of all(group)) {
    const own = counts[nameOf(select)] ?? {};
    if (select.options.length === 1) select.append(...toOptions(select, Object.keys(own)));
    for (const option of [...select.options].slice(1)) {
      const count = own[option.value];
      const text = count === null ? option.value : `${option.value} (${count ?? 0})`;
      if (option.text !== text) option.text = text;
    }
  }
  if (Object.values(counts).some((own) => Object.values(own).some((count) => count !== 0))) group.hidden = false;
}

function toOptions(select, values) {
  values.sort(new Intl.Collator("en", { numeric: true }).compare); // 9 before 10
  if ("newestFirst" in select.dataset) values.reverse();
  return values.map((value) => new Option(value, value));
}

/** Which choices stand in the way of results: each alone, and all together. */
async function waysOut(chosen, texts) {
  const groups = chosen.map((select) => [select]);
  if (chosen.length > 1) groups.push(chosen);
  const tried = groups.map(async (selects) => {
    const { length } = (await find(texts, toChosen(chosen.filter((select) => !selects.includes(select))))).results;
    const names = selects.map(({ dataset }) => dataset.all).join(" and ");
    return length ? [{ label: `Search all ${names}: ${counted(length, "result")}`, selects }] : [];
  });
  return (await Promise.all(tried)).flat();
}
