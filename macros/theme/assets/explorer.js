/**
 * The explorer of /changes/: filters, counts and sorts the rows that the page has anyway.
 *
 * The form's controls are the state, and the address repeats them: typing replaces it, choosing adds to the history.
 * A control's name is also the data attribute of rows.
 */

import { remember, restore, toQuery } from "./form-state.js";

/** @typedef {import("./form-state.js").Control} Control */
/** @typedef {{ text: string, low: number, high: number, values: Record<string, string[]> }} Facts */
/** @typedef {Facts & { row: HTMLTableRowElement }} Item `low`, `high`: places of the versions that it can be in */
/** @typedef {{ section: HTMLElement, body: Element, items: Item[] }} Group */
/** @typedef {(item: Item) => boolean} Test */
/** @typedef {{ control: Control, test: Test, spared: Item[] }} Condition `spared`: what only it keeps out */

const EVERY = "*"; // the products of a change that names none
const NAMED = "named"; // the choice of changes that name products
const SECTION_ROWS = 64; // as in macros/changes.py
const SLICE = 10; // milliseconds of work before the browser may do something else

/** Lets the browser paint and answer. */
const pause = () => new Promise((resolve) => setTimeout(resolve));

/** @param {number} count */
const say = (count) => `${count} change${count === 1 ? "" : "s"}`;

/** The words to look for: of an address its file or path, and no `root.` that a name may lack. @param {string} text */
function toWords(text) {
  return text
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/^https?:\/\/[^/]*/, "").replace(/^([^?]*[./][^?]*)\?.*$/, "$1"))
    .map((word) => word.replace(/^.*\/(?=[^/]*\.[a-z]+$)|^root\.|^\/(?=.)/, ""));
}

/**
 * The place of each version, oldest first, and of the latest that it can mean: a major version is any release of it.
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

/** @param {HTMLElement} root */
function start(root) {
  /** @param {string} selector @returns {any} */
  const find = (selector) => root.querySelector(selector);
  /** @type {HTMLFormElement} */ const form = find("form");
  /** @type {HTMLElement[]} */
  const [list, empty, status] = [".explorer__list", ".explorer__empty", "[role=status]"].map(find);
  /** @type {HTMLElement[]} */ const [clear, more] = ["[data-clear]", "[data-more]"].map(find);
  /** @type {HTMLInputElement} */ const word = find("[name=q]");
  /** @type {HTMLSelectElement} */ const sort = find("[name=sort]");
  /** @type {HTMLSelectElement[]} */ const selects = [...form.querySelectorAll("select")].filter((one) => one !== sort);
  /** @type {Control[]} */ const filters = [word, ...selects];
  /** @type {Control[]} */ const controls = [...filters, sort];
  const forget = (/** @type {Control} */ select) => (select.value = "");
  /** @type {Map<HTMLOptionElement, string>} */ const labels = new Map(); // texts without numbers

  /** @type {Item[]} */ const items = [];
  /** @type {Group[]} */ let groups = []; // those in the page
  /** @type {Record<string, Group[]>} */ const arrangements = {}; // by way of sorting
  const { low, high } = toRanks(selects[0]);
  let turn = 0; // counts updates: an overtaken one stops

  /** Reads the options and the rows. */
  async function read() {
    await pause();
    let since = performance.now();
    for (const { options } of selects) for (const option of options) labels.set(option, option.text);
    for (const section of /** @type {HTMLCollectionOf<HTMLElement>} */ (list.children)) {
      const [body] = section.getElementsByTagName("tbody");
      const version = `${section.dataset.version}`;
      const own = [...body.rows].map((row) => {
        const values = selects.map(({ name }) => [name, row.getAttribute(`data-${name}`)?.split(" ") ?? []]);
        const text = `${row.cells[1].textContent}`.toLowerCase() + `\n${row.dataset.text}`; // sorts by title
        return { row, text, low: low[version], high: high[version], values: Object.fromEntries(values) };
      });
      groups.push({ section, body, items: own });
      items.push(...own);
      if (performance.now() - since > SLICE) {
        await pause();
        since = performance.now();
      }
    }
    arrangements[""] = groups;
    arrangements.earliest = [...groups].reverse();
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

  /** Says beside each choice how many of some items fit it. @param {HTMLSelectElement} select @param {Item[]} some */
  function count({ name, options }, some) {
    for (const option of [...options].slice(1)) {
      const text = `${labels.get(option)} (${some.filter(toTest(name, option.value)).length})`;
      if (option.text !== text) option.text = text;
    }
  }

  /** All items in sections by title or area. @param {string} way @returns {Group[]} */
  function arrange(way) {
    const model = /** @type {HTMLElement} */ (arrangements[""][0].section.cloneNode(true));
    model.querySelector("tbody")?.replaceChildren();
    const keyed = items.map((item) => ({ item, key: way === "area" ? `${item.row.cells[2].textContent}` : item.text }));
    keyed.sort((a, b) => (a.key < b.key ? -1 : +(a.key > b.key)));
    /** @type {Group[]} */ const made = [];
    let latest = "";
    for (const { item, key } of keyed) {
      const heading = way === "area" ? key : key[0].toUpperCase();
      if (heading !== latest || made[made.length - 1].items.length === SECTION_ROWS) {
        const section = /** @type {HTMLElement} */ (model.cloneNode(true));
        /** @type {[HTMLElement, HTMLTableElement]} */ const [title, table] = /** @type {any} */ (section.children);
        title.textContent = heading === latest ? `${heading}, continued` : heading;
        title.id = `${way}-${made.length}`;
        table.setAttribute("aria-labelledby", title.id);
        made.push({ section, body: table.tBodies[0], items: [] });
      }
      made[made.length - 1].items.push(item);
      latest = heading;
    }
    return made;
  }

  /** Puts the rows into the sections of a way of sorting. @param {string} way */
  function order(way) {
    const wanted = (arrangements[way] ??= arrange(way));
    if (wanted === groups) return;
    for (const { body, items: own } of wanted) body.append(...own.map(({ row }) => row));
    list.replaceChildren(...wanted.map(({ section }) => section));
    groups = wanted;
  }

  /** Shows the rows that fit, and no section without one. @param {Set<Item>} fitting */
  function reveal(fitting) {
    for (const { section, items: own } of groups) {
      const size = own.filter((item) => fitting.has(item)).length;
      for (const item of own) if (item.row.hidden === fitting.has(item)) item.row.hidden = !item.row.hidden;
      section.hidden = !size;
      section.dataset.size = `${2 ** Math.ceil(Math.log2(size || 1))}`; // explorer.css guesses the height from it
    }
    list.hidden = !fitting.size;
  }

  /** Says what to leave out, for where nothing fits. @param {Condition[]} conditions */
  function advise(conditions) {
    const helpful = conditions.filter(({ spared }) => spared.length);
    const lead = document.createElement("p");
    lead.textContent = helpful.length
      ? "No change fits all of this. Leave out one part:"
      : "No change fits, even with one part left out.";
    empty.replaceChildren(lead, ...helpful.map(toButton));
  }

  /** @param {Condition} condition */
  function toButton({ control, spared }) {
    const label = control === word ? "" : `${control.labels?.[0].textContent}: `;
    const value = control instanceof HTMLSelectElement ? labels.get(control.selectedOptions[0]) : control.value.trim();
    const button = document.createElement("button");
    button.type = "button";
    button.className = "explorer__button";
    button.textContent = `Without “${label}${value}”: ${say(spared.length)}`;
    button.addEventListener("click", () => {
      control.value = "";
      choose();
      status.focus(); // the button goes
    });
    return button;
  }

  /** Shows what is chosen, in steps that never keep the browser busy. */
  async function update() {
    const mine = ++turn;
    await ready;
    await pause();
    if (mine !== turn) return;
    /** @type {Condition[]} */
    const conditions = filters
      .filter(({ value }) => value.trim())
      .map((control) => ({ control, test: toTest(control.name, control.value), spared: [] }));
    const fitting = sift(conditions);
    order(sort.value);
    reveal(new Set(fitting));
    empty.hidden = fitting.length > 0;
    advise(conditions);
    status.textContent = (conditions.length ? `${fitting.length} of ` : "") + say(items.length);
    clear.hidden = !toQuery(controls).size;
    const chosen = [...selects, sort].filter(({ value }) => value).length;
    find("[data-chosen]").textContent = chosen ? ` (${chosen})` : "";
    /** @type {HTMLElement[]} */ const feeds = [...root.querySelectorAll("[data-filter]")];
    const fit = feeds.find(({ dataset }) => dataset.filter === `${toQuery(filters)}`) ?? feeds[0];
    for (const one of feeds) one.hidden = one !== fit;
    for (const select of selects) {
      await pause();
      if (mine !== turn) return;
      count(select, [...fitting, ...conditions.flatMap(({ control, spared }) => (control === select ? spared : []))]);
    }
  }

  function choose() {
    update();
    remember(toQuery(controls), true);
  }

  if (location.search) restore(controls, forget);
  form.hidden = false;
  const ready = read();
  update();

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => target !== word && choose());
  word.addEventListener("input", async () => {
    await update();
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
  window.addEventListener("popstate", () => {
    restore(controls, forget);
    update();
  });
}

const explorer = document.querySelector("[data-explorer]");
if (explorer instanceof HTMLElement) start(explorer);
