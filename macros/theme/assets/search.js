/**
 * The search dialog. Opens by the header's button and by the keys / and s.
 *
 * Nothing is loaded before it is first opened: neither search-index.js nor the index that it asks. Facets come with
 * the first search.
 */

import { button } from "./pieces.js";

const WAIT = 150; // milliseconds without a keystroke before a search starts

const searchIndex = () => import("./search-index.js");

function start(dialog) {
  const part = (name) => document.querySelector(`[data-search-${name}]`);
  const [opener, status, facets, advice] = ["open", "status", "facets", "advice"].map(part);
  const [offers, list, more] = ["ways", "results", "more"].map(part);
  const input = document.querySelector("#__search-input");

  let waiting = []; // results that are not yet shown
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

  function explain(error) {
    show([], "Search could not be loaded. Check the connection and type again, or use the navigation.");
    console.error(error);
  }

  /** Shows some items; a button may add the `rest`. */
  function show(items, message, rest = []) {
    list.replaceChildren(...items);
    status.textContent = message;
    waiting = rest;
    more.hidden = rest.length === 0;
    advice.hidden = true;
    offers.replaceChildren();
  }

  function toButton({ label, selects }) {
    return button("search__button", label, async () => {
      for (const select of selects) select.value = "";
      searchSoon();
      await latest;
      list.querySelector("a")?.focus(); // the button is gone
    });
  }

  async function search() {
    const mine = ++turn;
    const text = input.value.trim();
    await new Promise((resolve) => setTimeout(resolve, WAIT));
    if (mine !== turn) return;
    const [{ nextItems }, { ask, showCounts }] = await Promise.all([searchIndex(), import("./search-facets.js")]);
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

  function move(step) {
    const stops = [input, ...list.querySelectorAll("a")];
    const index = stops.findIndex((stop) => stop === document.activeElement);
    stops[Math.min(Math.max(index + step, 0), stops.length - 1)].focus();
  }

  opener.hidden = false;
  opener.addEventListener("click", open);
  part("close").addEventListener("click", () => dialog.close());
  input.addEventListener("input", searchSoon);
  facets.addEventListener("change", searchSoon);

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (dialog.open || (event.key !== "/" && event.key !== "s")) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
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

start(document.querySelector("dialog[data-search]"));
