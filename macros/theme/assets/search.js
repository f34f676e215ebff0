/**
 * Search: a dialog over the Pagefind index that is made from the finished pages.
 *
 * Nothing is loaded before the dialog is first opened. Opens by the header's button and by the keys / and s.
 */

/** @typedef {{ title: string, facts?: string, names?: string } & Record<string, string>} Meta */
/** @typedef {{ element: string }} Anchor */
/** @typedef {{ title: string, url: string, excerpt: string, anchor?: Anchor, locations: number[] }} Section */
/** @typedef {{ url: string, excerpt: string, content: string, meta: Meta, sub_results: Section[] }} Page */
/** @typedef {{ data: () => Promise<Page> }} Result */
/**
 * The part of Pagefind's interface (https://pagefind.app/docs/api/) that is used here.
 * @typedef {object} Pagefind
 * @property {(options: object) => Promise<void>} options
 * @property {() => Promise<void>} init
 * @property {(query: string, options: object, wait: number) => Promise<{ results: Result[] } | null>} debouncedSearch
 */

const BATCH = 10;
const WAIT = 150; // milliseconds without a keystroke before a search starts

/** A word that is spelled like a name in code: AllowTLS11, getbrand.cgi, P3265-LV. */
const NAME = /[./_\d]|[a-z][A-Z]/;

/**
 * What to ask Pagefind for: an address from a log or a manual is reduced to its path.
 * @param {string} text
 */
function toQuery(text) {
  return text
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/^https?:\/\/[^/]*/i, "").replace(/^([^?]*[./][^?]*)\?.*$/, "$1"))
    .join(" ");
}

/**
 * A text as Pagefind compares it: lower case, without punctuation.
 * @param {string} text
 */
function squash(text) {
  return text.toLowerCase().replace(/[^\p{L}\p{N}_]/gu, "");
}

/**
 * Whether a page has every name that was asked for. Where no page has a word, Pagefind falls back to the longest
 * known beginning of it: "allow" for AllowTLS13. For names that misleads.
 * @param {Page} page
 * @param {string} query
 */
function hasNames(page, query) {
  const text = squash(`${page.content} ${Object.values(page.meta).join(" ")}`);
  return query.split(" ").every((word) => !NAME.test(word) || text.includes(squash(word)));
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

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} name the class
 * @param {(string | Node)[]} content
 */
function element(tag, name, ...content) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...content);
  return made;
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

/** @param {HTMLDialogElement} dialog */
function start(dialog) {
  /** @param {string} selector @returns {any} */
  const find = (selector) => document.querySelector(selector);
  /** @type {HTMLButtonElement} */ const opener = find("[data-search-open]");
  /** @type {HTMLInputElement} */ const input = find("#__search-input");
  /** @type {HTMLElement} */ const status = find("[data-search-status]");
  /** @type {HTMLElement} */ const list = find("[data-search-results]");
  /** @type {HTMLButtonElement} */ const more = find("[data-search-more]");

  /** @type {Promise<Pagefind> | null} */ let loading = null;
  /** @type {Result[]} */ let waiting = []; // found, not yet shown
  let turn = 0; // counts searches: an overtaken one must not show its results
  let latest = Promise.resolve();

  /** @returns {Promise<Pagefind>} */
  async function load() {
    const root = new URL(`${dialog.dataset.root}/`, document.baseURI);
    const pagefind = await import(new URL("pagefind/pagefind.js", root).href);
    await pagefind.options({ excerptLength: 24, ranking: { metaWeights: { title: 5, names: 10 } } });
    await pagefind.init();
    return pagefind;
  }

  /** @returns {Promise<Pagefind>} */
  function loaded() {
    loading ??= load().catch((error) => {
      loading = null; // the next keystroke tries again
      throw error;
    });
    return loading;
  }

  function open() {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    loaded().catch(explain);
  }

  /** @param {unknown} error */
  function explain(error) {
    show([], "Search could not be loaded. Check the connection and type again, or use the navigation.");
    console.error(error);
  }

  /**
   * @param {Page[]} pages
   * @param {string} message
   */
  function show(pages, message) {
    list.replaceChildren(...pages.map(toItem));
    status.textContent = message;
    more.hidden = waiting.length === 0;
  }

  /** Takes the next results off the queue. */
  function nextPages() {
    return Promise.all(waiting.splice(0, BATCH).map((result) => result.data()));
  }

  /** @param {string} text */
  async function search(text) {
    const mine = ++turn;
    const query = toQuery(text);
    const pagefind = await loaded();
    const found = query ? await pagefind.debouncedSearch(query, {}, WAIT) : { results: [] };
    if (!found || mine !== turn) return;
    const count = found.results.length;
    waiting = found.results;
    const pages = await nextPages();
    if (mine !== turn) return;
    if (!query) return show([], "");
    if (!count || !hasNames(pages[0], query)) {
      waiting = [];
      return show([], `No page has “${text.trim()}”. Try fewer words, or only a part of the name.`);
    }
    show(pages, count === 1 ? "1 result" : `${count} results`);
  }

  /** @param {number} step */
  function move(step) {
    const stops = [input, ...list.querySelectorAll("a")];
    const index = stops.findIndex((stop) => stop === document.activeElement);
    stops[Math.min(Math.max(index + step, 0), stops.length - 1)].focus();
  }

  opener.hidden = false;
  opener.addEventListener("click", open);
  find("[data-search-close]").addEventListener("click", () => dialog.close());

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
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  });

  dialog.addEventListener("click", (event) => {
    const onResult = event.target instanceof HTMLAnchorElement && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (event.target === dialog || onResult) dialog.close(); // the dialog itself is hit only beside its content
  });

  input.addEventListener("input", () => {
    latest = search(input.value).catch(explain);
  });

  input.form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    await latest;
    list.querySelector("a")?.click();
  });

  more.addEventListener("click", async () => {
    const mine = turn;
    const pages = await nextPages();
    if (mine !== turn) return;
    const items = pages.map(toItem);
    list.append(...items);
    more.hidden = waiting.length === 0;
    items[0]?.querySelector("a")?.focus();
  });
}

const dialog = document.querySelector("dialog[data-search]");
if (dialog instanceof HTMLDialogElement) start(dialog);
