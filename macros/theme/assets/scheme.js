/**
 * What the browser keeps for this site, and the colors that a reader prefers or has chosen. No module: it runs where it
 * stands, before anything is painted. page.js makes the switch of colors work.
 */

/**
 * The one way to what is kept. It is distrusted: sites of one host share the place, and whoever has the browser can
 * write there. A browser may also refuse to give or to keep anything: then it lasts as long as the page.
 */
const kept = {
  /** What is kept by a name; undefined for nothing, and for what `parse` throws at or makes undefined. */
  read(name, parse) {
    try {
      const text = localStorage.getItem(name);
      return text === null ? undefined : parse(text);
    } catch {}
  },

  write(name, text) {
    try {
      localStorage.setItem(name, text);
    } catch {}
  },

  /** The colors that are chosen. */
  colors() {
    return kept.read("colors", (text) => (["default", "slate"].includes(text) ? text : undefined));
  },
};

document.body.dataset.mdColorScheme =
  kept.colors() ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default");
