/**
 * What a page does beyond being read: its colors, its menu on small screens, its table of contents, and print.
 *
 * Everything here can be missing, and the page still be read.
 */

/** The switch of colors. Until it is used, the browser's preference holds, and is followed when it changes. */
function startColors() {
  const button = document.querySelector("[data-color-switch]");
  if (!button) return;
  const { dataset } = document.body;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let chosen = kept.colors() !== undefined;

  function paint(scheme) {
    dataset.mdColorScheme = scheme;
    button.setAttribute("aria-pressed", `${scheme === "slate"}`);
  }

  paint(dataset.mdColorScheme ?? "default");
  button.hidden = false;
  button.addEventListener("click", () => {
    paint(dataset.mdColorScheme === "slate" ? "default" : "slate");
    chosen = true;
    kept.write("colors", dataset.mdColorScheme ?? "");
  });
  dark.addEventListener("change", () => {
    if (!chosen) paint(dark.matches ? "slate" : "default");
  });
}

/** The menu of small screens: opened by keys too, closed by Escape and when it has led to a part of the same page. */
function startMenu() {
  const toggle = document.querySelector("#__drawer");
  const label = document.querySelector(".md-header__button[for=__drawer]");
  if (!toggle || !label) return;
  const button = document.createElement("button"); // keys do not reach a label
  button.type = "button";
  button.className = `${label.className} menu-button`;
  button.setAttribute("aria-label", "Menu");
  button.append(...label.childNodes);
  label.replaceWith(button);

  function set(open) {
    toggle.checked = open;
    button.setAttribute("aria-expanded", `${open}`);
  }

  set(toggle.checked);
  toggle.addEventListener("change", () => set(toggle.checked));
  button.addEventListener("click", () => set(!toggle.checked));
  addEventListener("hashchange", () => set(false));
  addEventListener("keydown", ({ key }) => key === "Escape" && set(false));
}

/** Marks in the table of contents the part that is being read. */
function startContents() {
  const links = new Map();
  for (const link of document.querySelectorAll("[data-md-component=toc] a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  // A heading counts from the header of the page down to where the last third begins.
  const observer = new IntersectionObserver(
    (entries) => {
      const latest = entries.filter((entry) => entry.isIntersecting).at(-1);
      if (!latest) return;
      for (const [heading, link] of links) link.classList.toggle("md-nav__link--active", heading === latest.target);
    },
    { rootMargin: "-60px 0px -30% 0px" },
  );
  for (const heading of links.keys()) observer.observe(heading);
}

/** Code that is wider than its place can be scrolled by keys. */
function startCode() {
  for (const code of document.querySelectorAll("pre > code")) code.setAttribute("tabindex", "0");
}

/** On paper, what is folded is open but where a line is enough, and the address has what was chosen. */
function startPrint() {
  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("details:not([data-brief], form *)")) one.setAttribute("open", "");
    const address = document.querySelector("[data-address]");
    if (address) address.textContent = `${address.textContent}`.replace(/\?.*|$/, location.search);
  });
}

startColors();
startMenu();
startContents();
startCode();
startPrint();
