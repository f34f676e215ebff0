/**
 * The explorer of /changes/: filters, counts and sorts the rows that the page has anyway.
 *
 * The form's controls are the state, and the address repeats them: typing replaces it, choosing adds to the history.
 * A control's name is also the data attribute of rows.
 */

import { remember, restore, toQuery } from "./form-state.js";
import { button, counted, element, withoutHost } from "./pieces.js";

/** @typedef {import("./form-state.js").Control} Control */
/** @typedef {{ row: HTMLTableRowElement, home: Element }} Place `home`: the table body of its version */
/** @typedef {{ text: string, title: string, area: string, values: Record<string, string[]> }} Facts */
/** @typedef {Place & Facts & { low: number, high: number }} Item `low`, `high`: ranks of versions that it can be in */
/** @typedef {(item: Item) => boolean} Test */
/** @typedef {{ control: Control, test: Test, spared: Item[] }} Condition `spared`: what only it keeps out */

const EVERY = "*"; // the products of a change that names none
const NAMED = "named"; // the choice of changes that name products

const root = /** @type {HTMLElement} */ (document.querySelector("[data-explorer]"));
/** @param {string} selector @returns {any} */
const find = (selector) => root.querySelector(selector);
/** @type {HTMLFormElement} */ const form = find("form");
/** @type {HTMLElement[]} */
const [list, empty, status] = [".explorer__list", ".explorer__empty", "[role=status]"].map(find);
/** @type {HTMLElement[]} */ const [clear, more] = ["[data-clear]", "[data-more]"].map(find);
/** @type {HTMLDetailsElement} */ const rest = find("[data-rest]");
/** @type {HTMLInputElement} */ const word = find("[name=q]");
/** @type {HTMLSelectElement} */ const sort = find("[name=sort]");
/** @type {HTMLSelectElement[]} */ const selects = [...form.querySelectorAll("select")].filter((one) => one !== sort);
/** @type {Control[]} */ const filters = [word, ...selects];
/** @type {Control[]} */ const controls = [...filters, sort];
/** @type {HTMLElement[]} */ const feeds = [...root.querySelectorAll("[data-filter]")];

const labels = new Map(selects.flatMap(({ options }) => [...options].map((option) => [option, option.text]))); // no numbers
const versions = /** @type {HTMLElement[]} */ ([...list.children]); // sections, latest first
const { low, high } = toRanks(selects[0]);
const items = versions.flatMap(toItems);
let sorted = ""; // the way that rows are sorted now

/**
 * The rank of each version, oldest first, and of the latest that it can mean: a major version is any release of it.
 * @param {HTMLSelectElement} select has all versions, latest first, a major version below its releases
 */
function toRanks(select) {
  /** @type {Record<string, number>} */ const low = {};
  /** @type {Record<string, number>} */ const high = {};
  [...select.options].reverse().forEach(({ value }, rank) => {
    low[value] = high[value] = high[value.split(".")[0]] = rank;
  });
  return { low, high };
}

/** What the rows of a version say. @param {HTMLElement} section @returns {Item[]} */
function toItems(section) {
  const version = `${section.dataset.version}`;
  const [home] = section.getElementsByTagName("tbody");
  return [...home.rows].map((row) => {
    const values = selects.map(({ name }) => [name, row.getAttribute(`data-${name}`)?.split(" ") ?? []]);
    const title = `${row.cells[1].textContent}`.toLowerCase();
    const text = `${title}\n${row.dataset.text}`;
    const area = `${row.cells[2].textContent}`;
    return { row, home, title, text, area, low: low[version], high: high[version], values: Object.fromEntries(values) };
  });
}

/** The words to look for: of an address its file or path, and no `root.` that a name may lack. @param {string} text */
function toWords(text) {
  return text
    .toLowerCase()
    .split(/\s+/)
    .map((word) => withoutHost(word).replace(/^.*\/(?=[^/]*\.[a-z]+$)|^root\.|^\/(?=.)/, ""));
}

/** What a value of a control asks for. @param {string} name @param {string} value @returns {Test} */
function toTest(name, value) {
  const words = toWords(value);
  if (name === "q") return ({ text }) => words.every((one) => text.includes(one));
  if (name === "from") return (item) => item.high >= low[value];
  if (name === "to") return (item) => item.low <= high[value];
  return ({ values }) => values[name].includes(value) || (values[name][0] === EVERY && value !== NAMED);
}

/** What fits, and for each condition what only that keeps out. @param {Condition[]} conditions */
function sift(conditions) {
  return items.filter((item) => {
    const against = conditions.filter(({ test }) => !test(item));
    if (against.length === 1) against[0].spared.push(item);
    return !against.length;
  });
}

/** Sections by area, or by the first letter of titles. @param {"area" | "title"} way */
function toSections(way) {
  /** @type {Map<string, HTMLElement>} */ const sections = new Map();
  for (const item of [...items].sort((a, b) => (a[way] < b[way] ? -1 : Number(a[way] > b[way])))) {
    const heading = way === "area" ? item.area : item.title[0].toUpperCase();
    const section = sections.get(heading) ?? toSection(heading, `${way}-${sections.size}`);
    sections.set(heading, section);
    section.querySelector("tbody")?.append(item.row);
  }
  return [...sections.values()];
}

/** A section without rows. @param {string} heading @param {string} id */
function toSection(heading, id) {
  const section = /** @type {HTMLElement} */ (versions[0].cloneNode(true));
  /** @type {[HTMLElement, HTMLTableElement]} */ const [title, table] = /** @type {any} */ (section.children);
  title.textContent = heading;
  title.id = id;
  table.setAttribute("aria-labelledby", id);
  table.tBodies[0].replaceChildren();
  return section;
}

/** Sorts the rows, in the sections of that way. @param {string} way */
function order(way) {
  if (way === sorted) return;
  sorted = way;
  if (way === "area" || way === "title") return list.replaceChildren(...toSections(way));
  for (const { row, home } of items) home.append(row);
  list.replaceChildren(...(way === "earliest" ? [...versions].reverse() : versions));
}

/** Shows the rows that fit, and no section without one. @param {Set<Item>} fitting */
function reveal(fitting) {
  for (const item of items) item.row.hidden = !fitting.has(item);
  for (const section of list.children) {
    /** @type {HTMLElement} */ (section).hidden = !section.querySelector("tbody tr:not([hidden])");
  }
  list.hidden = !fitting.size;
}

/** Says beside each choice how many of some items fit it. @param {HTMLSelectElement} select @param {Item[]} some */
function count({ name, options }, some) {
  for (const option of [...options].slice(1)) {
    option.text = `${labels.get(option)} (${some.filter(toTest(name, option.value)).length})`;
  }
}

/** Says what to leave out, for where nothing fits. @param {Condition[]} conditions */
function advise(conditions) {
  const helpful = conditions.filter(({ spared }) => spared.length);
  const lead = helpful.length
    ? "No change fits all of this. Leave out one part:"
    : "No change fits, even with one part left out.";
  empty.replaceChildren(element("p", "", lead), ...helpful.map(toButton));
}

/** @param {Condition} condition */
function toButton({ control, spared }) {
  const label = control === word ? "" : `${control.labels?.[0].textContent}: `;
  const value = control instanceof HTMLSelectElement ? labels.get(control.selectedOptions[0]) : control.value.trim();
  return button("explorer__button", `Without “${label}${value}”: ${counted(spared.length, "change")}`, () => {
    control.value = "";
    choose();
    status.focus(); // the button goes
  });
}

/** Shows what is chosen. */
function update() {
  /** @type {Condition[]} */
  const conditions = filters
    .filter(({ value }) => value.trim())
    .map((control) => ({ control, test: toTest(control.name, control.value), spared: [] }));
  const fitting = sift(conditions);
  order(sort.value);
  reveal(new Set(fitting));
  empty.hidden = fitting.length > 0;
  advise(conditions);
  status.textContent = (conditions.length ? `${fitting.length} of ` : "") + counted(items.length, "change");
  clear.hidden = !toQuery(controls).size;
  const chosen = [...selects, sort].filter(({ value }) => value).length;
  find("[data-chosen]").textContent = chosen ? ` (${chosen})` : "";
  const fit = feeds.find(({ dataset }) => dataset.filter === `${toQuery(filters)}`) ?? feeds[0];
  for (const one of feeds) one.hidden = one !== fit;
  for (const select of selects) {
    const own = conditions.find(({ control }) => control === select);
    count(select, [...fitting, ...(own?.spared ?? [])]);
  }
}

/** Shows what the address asks for. A value that is not on offer is no choice. */
function obey() {
  restore(controls, (select) => (select.value = ""));
  rest.open ||= selects.some((one) => one.value && rest.contains(one)); // what is chosen is shown
  update();
}

/** Shows what is chosen, as a step to come back from. */
function choose() {
  update();
  remember(toQuery(controls), true);
}

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", ({ target }) => target !== word && choose());
word.addEventListener("input", () => {
  update();
  remember(toQuery(controls), false);
});
clear.addEventListener("click", () => {
  form.reset();
  choose();
  status.focus();
});
more.addEventListener("click", () => {
  more.setAttribute("aria-expanded", `${more.getAttribute("aria-expanded") !== "true"}`);
});
window.addEventListener("popstate", obey);

form.hidden = false;
obey();
