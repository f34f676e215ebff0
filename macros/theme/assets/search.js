/**
 * The search dialog. Opens by the header's button and by the keys / and s.
 *
 * Nothing is loaded before it is first opened: neither search-index.js nor the index that it asks. Facets come with
 * the first search.
 */

/** @typedef {import("./search-index.js").Result} Result */
/** @typedef {import("./search-facets.js").Way} Way */

const WAIT = 150; // milliseconds without a keystroke before a search starts

/** What asks the index. */
const searchIndex = () => import("./search-index.js");

/** What is between the index and the selects. */
const searchFacets = () => import("./search-facets.js");

/** @param {HTMLDialogElement} dialog */
function start(dialog) {
  /** @param {string} selector @returns {any} */
  const part = (selector) => document.querySelector(selector);
  /** @type {HTMLButtonElement} */ const opener = part("[data-search-open]");
  /** @type {HTMLInputElement} */ const input = part("#__search-input");
  /** @type {HTMLElement} */ const status = part("[data-search-status]");
  /** @type {HTMLElement} */ const facets = part("[data-search-facets]");
  /** @type {HTMLElement} */ const advice = part("[data-search-advice]");
  /** @type {HTMLElement} */ const offers = part("[data-search-ways]");
  /** @type {HTMLElement} */ const list = part("[data-search-results]");
  /** @type {HTMLButtonElement} */ const more = part("[data-search-more]");

  /** @type {Result[]} */ let waiting = []; // found, not yet shown
  let turn = 0; // counts searches: an overtaken one must not show its results
  let latest = Promise.resolve();

  function open() {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    searchIndex()
      .then((index) => index.loaded())
      .catch(explain);
  }

  /** @param {unknown} error */
  function explain(error) {
    show([], "Search could not be loaded. Check the connection and type again, or use the navigation.");
    console.error(error);
  }

  /**
   * @param {HTMLElement[]} items
   * @param {string} message
   * @param {Result[]} rest what a button may add
   */
  function show(items, message, rest = []) {
    list.replaceChildren(...items);
    status.textContent = message;
    waiting = rest;
    more.hidden = rest.length === 0;
    advice.hidden = true;
    offers.replaceChildren();
  }

  /** @param {Way} way @returns {HTMLButtonElement} */
  function toButton({ label, selects }) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "search__button";
    button.textContent = label;
    button.addEventListener("click", async () => {
      for (const select of selects) select.value = "";
      searchSoon();
      await latest;
      list.querySelector("a")?.focus(); // the button is gone
    });
    return button;
  }

  async function search() {
    const mine = ++turn;
    const text = input.value.trim();
    await new Promise((resolve) => setTimeout(resolve, WAIT));
    if (mine !== turn) return;
    const [{ nextItems }, { ask, showCounts }] = await Promise.all([searchIndex(), searchFacets()]);
    const { cards, results, counts, ways, message } = await ask(facets, text);
    const items = [...cards, ...(await nextItems(results))];
    if (mine !== turn) return;
    showCounts(facets, counts);
    show(items, message, results);
    offers.replaceChildren(...ways.map(toButton));
    advice.hidden = !text || items.length + ways.length > 0;
  }

  function searchSoon() {
    latest = search().catch(explain);
  }

  /** @param {number} step */
  function move(step) {
    const stops = [input, ...list.querySelectorAll("a")];
    const index = stops.findIndex((stop) => stop === document.activeElement);
    stops[Math.min(Math.max(index + step, 0), stops.length - 1)].focus();
  }

  opener.hidden = false;
  opener.addEventListener("click", open);
  part("[data-search-close]").addEventListener("click", () => dialog.close());
  input.addEventListener("input", searchSoon);
  facets.addEventListener("change", searchSoon);

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key !== "/" && event.key !== "s") return;
    const target = event.target;
    if (target instanceof Element && target.closest("input, textarea, select, [contenteditable]")) return;
    if (dialog.open) return;
    event.preventDefault(); // the key must not end up in the input
    open();
  });

  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (event.target instanceof HTMLSelectElement) return; // there they choose
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  });

  dialog.addEventListener("click", (event) => {
    const onResult = event.target instanceof HTMLAnchorElement && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (event.target === dialog || onResult) dialog.close(); // the dialog itself is hit only beside its content
  });

  input.form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    await latest;
    list.querySelector("a")?.click();
  });

  // The field of the home page opens the dialog, which goes on with what was typed.
  const ask = document.querySelector("form[data-search-ask]");
  const field = ask?.querySelector("input");
  if (ask instanceof HTMLFormElement && field) {
    /** @param {Event} event */
    const handOver = (event) => {
      event.preventDefault();
      if (event instanceof InputEvent && event.isComposing) return;
      open();
      input.value = field.value;
      searchSoon();
    };
    ask.addEventListener("input", handOver);
    ask.addEventListener("submit", handOver);
    dialog.addEventListener("close", () => (field.value = input.value));
    ask.hidden = false;
  }

  more.addEventListener("click", async () => {
    const mine = turn;
    const items = await (await searchIndex()).nextItems(waiting);
    if (mine !== turn) return;
    list.append(...items);
    more.hidden = waiting.length === 0;
    items[0]?.querySelector("a")?.focus();
  });
}

const dialog = document.querySelector("dialog[data-search]");
if (dialog instanceof HTMLDialogElement) start(dialog);
