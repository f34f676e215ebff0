/**
 * My list: the changes that concern a reader. The address keeps them as `only`; they are shown alone and taken along.
 *
 * A page has a box `data-concerns` for each change, which names it, and the tools of `list_tools` in parts.html.jinja.
 * Who opens an address with a list sees that alone. Ticking hides nothing: that is what the button is for.
 */

import { remember } from "./form-state.js";

/** @typedef {{ id: string, title: string, version: string, status: string, consequence: string, action: string | null, url: string }} Row */
/**
 * @typedef {object} Page what a page tells its list
 * @property {HTMLElement} root has the boxes and the tools; its `data-detail` says how much is shown of each change
 * @property {() => void} show shows anew what is chosen
 * @property {() => Row[] | Promise<Row[]>} rows what is shown now
 * @property {() => string | Promise<string>} markdown the same as Markdown
 */

const SPECIAL = /[",\r\n]/;
const FORMULA = /^'*[=+\-@＝＋－＠\t\r]/; // a table program would run it: portal/outputs/api/tables.py

/** @param {Page} page */
export function startMyList({ root, show, rows, markdown }) {
  /** @param {string} selector @returns {any} */
  const find = (selector) => root.querySelector(selector);
  /** @type {HTMLSelectElement} */ const detail = find("[name=detail]");
  /** @type {HTMLElement[]} */
  const [tools, print, csv, said] = ["[data-list-tools]", "[data-print]", "[data-csv]", "[data-list-said]"].map(find);
  /** @type {HTMLButtonElement[]} */ const [toggle, copy] = ["[data-only]", "[data-copy-list]"].map(find);
  /** @type {Set<string>} */ let mine = new Set();
  /** @type {Set<string> | null} */ let alone = null; // what is shown alone; what is no longer ticked stays in sight

  /** @param {ParentNode} place @returns {HTMLInputElement[]} */
  const boxes = (place) => [...place.querySelectorAll("[data-concerns]")].map((box) => /** @type {any} */ (box));

  /** Adds my list and the detail to what else is chosen. @param {URLSearchParams} asked */
  function complete(asked) {
    const shown = boxes(root).map(({ dataset }) => `${dataset.concerns}`).filter((id) => mine.has(id));
    const only = [...new Set([...shown, ...mine])].join(","); // in the order of the page
    for (const [name, value] of Object.entries({ only, detail: detail.value })) {
      if (value) asked.set(name, value);
      else asked.delete(name);
    }
    return asked;
  }

  /** @param {boolean} asStep for the back button to return from */
  const write = (asStep) => remember(complete(new URLSearchParams(location.search)), asStep);

  /** Ticks the boxes of a place, and says on the button how many are ticked. @param {ParentNode} place */
  function mark(place) {
    for (const box of boxes(place)) box.checked = mine.has(`${box.dataset.concerns}`);
    const here = boxes(root).filter(({ checked }) => checked).length;
    const others = here < mine.size ? ` of ${mine.size}` : ""; // of another plan
    toggle.textContent = alone ? "Show all" : `Show only my list (${here}${others})`;
    toggle.disabled = !alone && !here;
  }

  /** Takes list and detail from the address. @param {URLSearchParams} asked @param {boolean} isOpened and not gone back to */
  function obey(asked, isOpened) {
    mine = new Set((asked.get("only") ?? "").split(",").filter((id) => /^[a-z0-9-]+$/.test(id)));
    alone = mine.size && (isOpened || alone) ? new Set(mine) : null;
    detail.value = asked.get("detail") ?? "";
    if (detail.selectedIndex < 0) detail.value = "";
    root.dataset.detail = detail.value || detail.dataset.usual;
    mark(root);
  }

  root.addEventListener("change", ({ target }) => {
    const box = /** @type {HTMLInputElement} */ (target);
    const id = box.dataset.concerns;
    if (!id) return;
    if (box.checked) mine.add(id);
    else mine.delete(id);
    mark(root);
    write(false);
  });
  toggle.addEventListener("click", () => {
    alone = alone ? null : new Set(mine);
    mark(root);
    show();
  });
  detail.addEventListener("change", () => {
    root.dataset.detail = detail.value || detail.dataset.usual;
    show();
    write(true);
  });
  print.addEventListener("click", () => window.print());
  csv.addEventListener("click", async () => save("changes.csv", toCsv(await rows())));
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(await markdown());
      said.textContent = `${copy.dataset.copied}`;
    } catch {
      said.textContent = `${copy.dataset.refused}`;
    }
  });
  tools.hidden = false;

  return {
    complete,
    mark,
    obey,
    /** Whether a change is ticked. @param {string} id */
    has: (id) => mine.has(id),
    /** Whether a change is to be shown. @param {string} id */
    keeps: (id) => !alone || alone.has(id),
    /** Whether my list is shown alone. */
    isAlone: () => alone !== null,
    /** Lets everything be shown again. */
    showAll: () => {
      alone = null;
      mark(root);
    },
  };
}

/** Rows as CSV, with a line of names first: https://www.rfc-editor.org/rfc/rfc4180 @param {Row[]} rows */
export function toCsv(rows) {
  const names = ["id", "title", "version", "status", "consequence", "action", "url"];
  const lines = [names, ...rows.map((row) => names.map((name) => toCell(row[name])))];
  return lines.map((cells) => `${cells.join(",")}\r\n`).join("");
}

/** @param {string | null} value */
function toCell(value) {
  const text = value ?? "";
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return SPECIAL.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** Gives the reader a file. @param {string} name @param {string} text */
export function save(name, text) {
  // The mark in front tells table programs that it is UTF-8.
  const href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
  Object.assign(document.createElement("a"), { href, download: name }).click();
  URL.revokeObjectURL(href);
}
