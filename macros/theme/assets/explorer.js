/**
 * The explorer of /changes/: filters, counts and sorts the rows that the page has anyway.
 *
 * The form's controls are the state, and the address repeats them: typing replaces it, choosing adds to the history.
 * A control's name is also the data attribute of rows.
 */

import { remember, restore, toQuery } from "./form-state.js";
import { startMyList } from "./my-list.js";
import { button, counted, element, toWords } from "./pieces.js";
import { escapeMarkdown, indent } from "./plan-markdown.js";
import { toBlocks } from "./plan-prose.js";

/** @typedef {import("./form-state.js").Control} Control */
/** @typedef {{ row: HTMLTableRowElement, home: Element }} Place `home`: the table body of its version */
/** @typedef {{ id: string, text: string, title: string, area: string, values: Record<string, string[]> }} Facts */
/** @typedef {Place & Facts & { version: string }} Item */
/** @typedef {(item: Item) => boolean} Test */
/** @typedef {{ said: string, drop: () => void, control?: Control, test: Test, spared: Item[] }} Condition `spared`: what only it keeps out */

const EVERY = "*"; // the products of a change that names none
const NAMED = "named"; // the choice of changes that name products

const root = /** @type {HTMLElement} */ (document.querySelector("[data-explorer]"));
/** @param {string} selector @returns {any} */
const find = (selector) => root.querySelector(selector);
/** @type {HTMLFormElement} */ const form = find("form");
/** @type {HTMLElement[]} */
const [list, empty, status, paper] = [".explorer__list", ".explorer__empty", ".explorer__count", "[data-shown]"].map(find);
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
const items = versions.flatMap(toItems);
const mine = startMyList({ root, show: update, rows: toRows, markdown: toMarkdown });
/** @type {Promise<Map<string, any>> | undefined} */ let loading; // the changes in full, once they are asked for
let sorted = ""; // the way that rows are sorted now

/** The place of a version among all: a major version is any release of it. @param {string} version @param {0 | 9999} rest */
function toPlace(version, rest) {
  const parts = version.split(".");
  return [0, 1, 2].reduce((place, at) => place * 10000 + Number(parts[at] ?? rest), 0);
}

/** What the rows of a version say. @param {HTMLElement} section @returns {Item[]} */
function toItems(section) {
  const version = `${section.dataset.version}`;
  const [home] = section.getElementsByTagName("tbody");
  return [...home.rows].map((row) => {
    const values = selects.map(({ name }) => [name, row.getAttribute(`data-${name}`)?.split(" ") ?? []]);
    const id = `${/** @type {HTMLElement} */ (row.querySelector("[data-concerns]")).dataset.concerns}`;
    const title = `${row.querySelector("th")?.textContent}`.toLowerCase();
    const text = `${title}\n${row.dataset.text}`;
    const area = `${row.cells[3].textContent}`;
    return { id, row, home, title, text, area, version, values: Object.fromEntries(values) };
  });
}

/**
 * What has all words of a text, or else the longest of its names and paths that something has, or else any of its words.
 * @param {string} text
 * @returns {{ test: Test, looser: string }} `looser` says what is looked for, if not all
 */
function toSearch(text) {
  const words = toWords(text);
  /** @type {Test} */ const hasAll = (item) => words.every((one) => item.text.includes(one));
  if (items.some(hasAll)) return { test: hasAll, looser: "" };
  const isFound = (/** @type {string} */ one) => one.length > 2 && items.some((item) => item.text.includes(one));
  const names = text.split(/\s+/).filter((one) => /\w[./_=]\w/.test(one));
  const name = names.sort((a, b) => b.length - a.length).flatMap(toWords).find(isFound);
  const some = name ? [name] : [...new Set(words.filter(isFound))];
  const looser = `No change has all of this. These have ${some.map((one) => `“${one}”`).join(" or ")}.`;
  return { test: (item) => some.some((one) => item.text.includes(one)), looser };
}

/** What a value of a control asks for. @param {string} name @param {string} value @returns {Test} */
function toTest(name, value) {
  if (name === "q") return toSearch(value.trim()).test;
  if (name === "from") return ({ version }) => toPlace(version, 9999) >= toPlace(value, 0);
  if (name === "to") return ({ version }) => toPlace(version, 0) <= toPlace(value, 9999);
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

/** Says what to leave out, where nothing fits. @param {Condition[]} conditions */
function advise(conditions) {
  const helpful = conditions.filter(({ spared }) => spared.length);
  const lead = helpful.length
    ? "No change fits all of this. Leave out one part:"
    : "No change fits, even with one part left out.";
  empty.replaceChildren(element("p", "", lead), ...helpful.map(toButton));
}

/** @param {Condition} condition */
function toButton({ said, drop, spared }) {
  return button("explorer__button", `Without “${said}”: ${counted(spared.length, "change")}`, () => {
    drop();
    choose();
    status.focus(); // the button goes
  });
}

/** @param {Control} control @returns {Condition} */
function toCondition(control) {
  const value = control instanceof HTMLSelectElement ? labels.get(control.selectedOptions[0]) : control.value.trim();
  const said = control === word ? `${value}` : `${control.labels?.[0].textContent}: ${value}`;
  return { control, said, drop: () => (control.value = ""), test: toTest(control.name, control.value), spared: [] };
}

/** What is chosen. @returns {Condition[]} */
function toConditions() {
  const conditions = filters.filter(({ value }) => value.trim()).map(toCondition);
  if (!mine.isAlone()) return conditions;
  return [...conditions, { said: "my list", drop: mine.showAll, test: ({ id }) => mine.keeps(id), spared: [] }];
}

/** Shows what is chosen. */
function update() {
  const conditions = toConditions();
  const fitting = sift(conditions);
  order(sort.value);
  reveal(new Set(fitting));
  const { looser } = toSearch(word.value.trim());
  empty.hidden = fitting.length > 0 && !looser;
  if (looser && fitting.length) empty.replaceChildren(element("p", "", looser));
  else advise(conditions);
  status.textContent = (conditions.length ? `${fitting.length} of ` : "") + counted(items.length, "change");
  paper.hidden = !conditions.length;
  paper.textContent = ["Shown: " + status.textContent, ...conditions.map(({ said }) => said)].join("; ");
  clear.hidden = !toQuery(controls).size;
  const chosen = [...selects, sort].filter(({ value }) => value).length;
  find("[data-chosen]").textContent = chosen ? ` (${chosen})` : "";
  const fit = feeds.find(({ dataset }) => dataset.filter === `${toQuery(filters)}`) ?? feeds[0];
  for (const one of feeds) one.hidden = one !== fit;
  for (const select of selects) {
    const own = conditions.find(({ control }) => control === select);
    count(select, [...fitting, ...(own?.spared ?? [])]);
  }
  return tell();
}

/** The changes in full. Where they do not load, rows tell what they have. @returns {Promise<Map<string, any>>} */
async function load() {
  try {
    loading ??= fetch(`${root.dataset.facts}`).then((answer) => answer.json());
    return new Map((await loading).items.map((/** @type {any} */ one) => [one.id, one]));
  } catch {
    loading = undefined;
    return new Map();
  }
}

/** What is told of a change, with its label. @param {any} change @returns {[string, string][]} */
function toStatements(change) {
  const names = { line: [], do: ["action"], full: ["action", "impact", "why"] }[`${root.dataset.detail}`] ?? [];
  return names.map((name) => [`${root.dataset[name]}`, change[name] ?? `${root.dataset.gap}. ${change.unknown?.[name] ?? ""}`]);
}

/** Tells of the rows in view as much as is asked for. */
async function tell() {
  if (root.dataset.detail === "line") return;
  const changes = await load();
  for (const { id, row } of items) {
    const cell = /** @type {HTMLElement} */ (row.querySelector(".explorer__do"));
    const change = changes.get(id);
    if (row.hidden || !change || cell.dataset.told === root.dataset.detail) continue;
    cell.dataset.told = root.dataset.detail;
    const isFull = root.dataset.detail === "full"; // else the column has the label
    cell.replaceChildren(
      ...toStatements(change).flatMap(([label, text]) => [...(isFull ? [element("strong", "", label)] : []), ...toBlocks(text)]),
    );
  }
}

/** The rows that are shown, in their order. */
function toShown() {
  const shown = new Map(items.map((item) => [item.row, item]));
  const rows = /** @type {NodeListOf<HTMLTableRowElement>} */ (list.querySelectorAll("tbody tr:not([hidden])"));
  return [...rows].flatMap((row) => shown.get(row) ?? []);
}

/** What is shown, as rows of a table. */
async function toRows() {
  const changes = await load();
  return toShown().flatMap(({ id }) => changes.get(id) ?? []);
}

/** What is shown, as a list to tick off. */
async function toMarkdown() {
  const changes = await load();
  const toLine = (/** @type {any} */ place) => escapeMarkdown(place.textContent.replace(/\s+/g, " ").trim());
  const [title, age] = [document.querySelector("h1")?.firstChild, document.querySelector(".standing")].map(toLine);
  const lines = toShown().flatMap(({ id, row }) => {
    const change = changes.get(id);
    const facts = [...row.cells].slice(3, 8).map(toLine);
    return [
      `- [${mine.has(id) ? "x" : " "}] [${escapeMarkdown(change.title)}](${change.url}): ${[change.version, ...facts].join("; ")}`,
      ...toStatements(change).flatMap(([label, text]) => ["", `  ${indent(`**${label}:** ${text}`)}`]),
    ];
  });
  return [`# ${title}`, "", age, "", toLine(paper), "", ...lines, ""].join("\n");
}

/** Shows what the address asks for. A value that is not on offer is no choice, but a version has its place anyway. */
function obey({ type } = { type: "load" }) {
  const asked = restore(controls, (select, value) => {
    select.value = "";
    if (["from", "to"].includes(select.name) && /^\d+(\.\d+){0,2}$/.test(value)) offer(select, value);
  });
  mine.obey(asked, type === "load");
  rest.open ||= selects.some((one) => one.value && rest.contains(one)); // what is chosen is shown
  update();
}

/** Chooses a version that no change names, at its place among the others. @param {HTMLSelectElement} select @param {string} value */
function offer(select, value) {
  const option = new Option(value, value, false, true);
  const earlier = [...select.options].slice(1).find((one) => toPlace(one.value, 9999) < toPlace(value, 9999));
  select.add(option, earlier ?? null);
  option.selected = true;
  labels.set(option, value);
}

/** Shows what is chosen, as a step to come back from. */
function choose() {
  update();
  remember(mine.complete(toQuery(controls)), true);
}

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", ({ target }) => target !== word && choose());
word.addEventListener("input", () => {
  update();
  remember(mine.complete(toQuery(controls)), false);
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
