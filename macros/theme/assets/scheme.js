/**
 * The colors that a reader prefers or has chosen. No module: it runs where it stands, before anything is painted.
 * page.js makes the switch work.
 */
{
  let scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default";
  try {
    scheme = localStorage.getItem("colors") ?? scheme;
  } catch {} // a browser may keep nothing
  document.body.dataset.mdColorScheme = scheme;
}
