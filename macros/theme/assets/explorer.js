/**
 * The explorer of /changes/: filters, counts and sorts the rows that the page has anyway.
 *
 * The form's controls are the state, and the address repeats them: typing replaces it, choosing adds to the history.
 * A control's name is also the data attribute of rows.
 */

import { remember, restore, toQuery } from "./form-state.js";
import { startMyList } from "./my-list.js";
import { button, counted, element, load, toBeyond, toWords } from "./pieces.js";

const EVERY = "*"; // the products of a change that names none
const NAMED = "named"; // the choice of changes that name products

const root = document.querySelector("[data-explorer]");
const find = (selector) => root.querySelector(selector);
const form = find("form");
const [list, empty, status, paper] = ["[data-list]", ".explorer__empty", ".explorer__count", "[data-shown]"].map(find);
const [clear, more, rest] = ["[data-clear]", "[data-more]", "[data-rest]"].map(find);
const [word, sort] = ["[name=q]", "[name=sort]"].map(find);
const selects = [...form.querySelectorAll("select")].filter((one) => one !== sort);
const filters = [word, ...selects];
const controls = [...filters, sort];
const feeds = [...root.querySelectorAll("[data-filter]")]; // the fewest entries first

const options = selects.flatMap((select) => [...select.options]);
const labels = new Map(options.map((option) => [option, option.text])); // without numbers
const versions = [...list.children]; // sections, latest first
const items = versions.flatMap(toItems);
const mine = startMyList(root, update);
let loading; // the changes in full by their ids, once they are asked for
let sorted = ""; // the way that rows are sorted now

/** The place of a version among all: a major version is any release of it, from `rest` 0 to 9999. */
function toPlace(version, rest) {
  const parts = version.split(".");
  return [0, 1, 2].reduce((place, at) => place * 10000 + Number(parts[at] ?? rest), 0);
}

/** What the rows of a version say; `home` is where they stand in its section. */
function toItems({ dataset: { version }, children: [, { tBodies }] }) {
  const [home] = tBodies;
  return [...home.rows].map((row) => {
    const values = selects.map(({ name }) => [name, row.getAttribute(`data-${name}`)?.split(" ") ?? []]);
    const box = row.querySelector("[data-concerns]");
    const { concerns: id } = box.dataset;
    const name = row.querySelector("th").textContent;
    box.setAttribute("aria-label", `Concerns me: ${name}`);
    const title = name.toLowerCase();
    const [text, area] = [`${title}\n${row.dataset.text}`, row.cells[3].textContent];
    return { id, row, home, title, text, area, version, values: Object.fromEntries(values) };
  });
}

/**
 * What has all words of a text, or else the longest of its names and paths that something has, or else any of its
 * words; `looser` says what is looked for, if not all.
 */
function toSearch(text) {
  const words = toWords(text);
  const hasAll = (item) => words.every((one) => item.text.includes(one));
  if (items.some(hasAll)) return { test: hasAll, looser: "" };
  const isFound = (one) => one.length > 2 && items.some((item) => item.text.includes(one));
  const names = text.split(/\s+/).filter((one) => /\w[./_=]\w/.test(one));
  const name = names.sort((a, b) => b.length - a.length).flatMap(toWords).find(isFound);
  const some = name ? [name] : [...new Set(words.filter(isFound))];
  const looser = `No change has all of this. These have ${some.map((one) => `“${one}”`).join(" or ")}.`;
  return { test: (item) => some.some((one) => item.text.includes(one)), looser };
}

/** What a value of a control asks for. */
function toTest(name, value) {
  if (name === "q") return toSearch(value.trim()).test;
  if (name === "from") return ({ version }) => toPlace(version, 9999) >= toPlace(value, 0);
  if (name === "to") return ({ version }) => toPlace(version, 0) <= toPlace(value, 9999);
  return ({ values }) => values[name].includes(value) || (values[name][0] === EVERY && value !== NAMED);
}

/** What fits, and for each condition what only that keeps out. */
function sift(conditions) {
  return items.filter((item) => {
    const against = conditions.filter(({ test }) => !test(item));
    if (against.length === 1) against[0].spared.push(item);
    return !against.length;
  });
}

/** Sections by area, or by the first letter of titles. */
function toSections(way) {
  const sections = new Map();
  for (const item of [...items].sort((a, b) => (a[way] < b[way] ? -1 : Number(a[way] > b[way])))) {
    const heading = way === "area" ? item.area : item.title[0].toUpperCase();
    const section = sections.get(heading) ?? toSection(heading, `${way}-${sections.size}`);
    sections.set(heading, section);
    section.querySelector("tbody").append(item.row);
  }
  return [...sections.values()];
}

/** A section without rows. */
function toSection(heading, id) {
  const section = versions[0].cloneNode(true);
  const [title, table] = section.children;
  title.textContent = heading;
  title.id = id;
  table.setAttribute("aria-labelledby", id);
  table.tBodies[0].replaceChildren();
  return section;
}

/** Sorts the rows, in the sections of that way. */
function order(way) {
  if (way === sorted) return;
  sorted = way;
  if (way === "area" || way === "title") return list.replaceChildren(...toSections(way));
  for (const { row, home } of items) home.append(row);
  list.replaceChildren(...(way === "earliest" ? [...versions].reverse() : versions));
}

/** Shows the rows that fit, and no section without one. */
function reveal(fitting) {
  for (const item of items) item.row.hidden = !fitting.has(item);
  for (const section of list.children) section.hidden = !section.querySelector("tbody tr:not([hidden])");
  list.hidden = !fitting.size;
}

/** Says beside each choice how many of some items fit it. */
function count({ name, options }, some) {
  for (const option of [...options].slice(1)) {
    option.text = `${labels.get(option)} (${some.filter(toTest(name, option.value)).length})`;
  }
}

/** Says what to leave out, where nothing fits. */
function advise(conditions) {
  const helpful = conditions.filter(({ spared }) => spared.length);
  const lead = helpful.length
    ? "No change fits all of this. Leave out one part:"
    : "No change fits, even with one part left out.";
  empty.replaceChildren(element("p", "", lead), ...helpful.map(toButton));
}

function toButton({ said, drop, spared }) {
  return button("explorer__button", `Without “${said}”: ${counted(spared.length, "change")}`, () => {
    drop();
    choose();
    status.focus(); // the button goes
  });
}

/** What a control asks for; `spared` is what only it keeps out. */
function toCondition(control) {
  const toSaid = ({ labels: [label], selectedOptions: [option] }) => `${label.textContent}: ${labels.get(option)}`;
  const said = control === word ? word.value.trim() : toSaid(control);
  return { control, said, drop: () => (control.value = ""), test: toTest(control.name, control.value), spared: [] };
}

/** What is chosen. */
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
  offerFeed(conditions, fitting.length);
  for (const select of selects) {
    const own = conditions.find(({ control }) => control === select);
    count(select, [...fitting, ...(own?.spared ?? [])]);
  }
  tell();
}

/** Offers the narrowest feed of those that have all that is chosen, and says what else it has. */
function offerFeed(conditions, shown) {
  const asks = (feed) => new URLSearchParams(feed.dataset.filter);
  const fit = feeds.find((feed) => [...asks(feed).keys()].every((name) => isWithin(name, asks(feed).getAll(name))));
  const isSame = ({ name, value } = {}) => `${asks(fit).getAll(name)}` === value;
  const wider = conditions.filter(({ control }) => !isSame(control)).map(({ said }) => said);
  for (const one of feeds) one.hidden = one !== fit;
  fit.querySelector("[data-beyond]").textContent = toBeyond(Number(fit.dataset.size), shown, wider);
}

/** Whether what is chosen of a control is within some values. */
function isWithin(name, values) {
  const { value } = find(`[name=${name}]`);
  if (name === "from") return value && toPlace(value, 0) >= toPlace(values[0], 0);
  if (name === "to") return value && toPlace(value, 9999) <= toPlace(values[0], 9999);
  return values.includes(value);
}

/** The changes in full. Where they do not load, rows tell what they have. */
async function toChanges() {
  loading ??= load(root.dataset.facts);
  const facts = await loading;
  if (!facts) loading = undefined;
  return new Map(facts?.items.map((one) => [one.id, one]));
}

/** What is told of a change, with its label. */
function toStatements(change) {
  const names = root.dataset.detail === "full" ? ["action", "impact", "why"] : ["action"];
  const toText = (name) => change[name] ?? `${root.dataset.gap}. ${change.unknown?.[name] ?? ""}`;
  return names.map((name) => [root.dataset[name], toText(name)]);
}

/** Tells of the rows in view as much as is asked for. */
async function tell() {
  if (root.dataset.detail === "line") return;
  const [changes, { toBlocks }] = await Promise.all([toChanges(), import("./plan-prose.js")]);
  for (const { id, row } of items) {
    const [cell, change] = [row.querySelector(".explorer__do"), changes.get(id)];
    const { detail } = root.dataset;
    if (row.hidden || !change || cell.dataset.told === detail) continue;
    cell.dataset.told = detail;
    const toNodes = ([label, text]) => [
      ...(detail === "full" ? [element("p", "", element("strong", "", label))] : []), // else the column has the label
      ...toBlocks(text),
    ];
    cell.replaceChildren(...toStatements(change).flatMap(toNodes));
  }
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

/** Chooses a version that no change names, at its place among the others. */
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
