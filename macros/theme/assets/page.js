/**
 * What a page does beyond being read: its colors, its menu on small screens, its table of contents, what its dates are
 * today, and print.
 *
 * Everything here can be missing, and the page still be read.
 */

const DAY = 24 * 60 * 60 * 1000;
const today = new Date();
const relative = new Intl.RelativeTimeFormat("en", { numeric: "always" });

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

/** Code that is wider than its place can be scrolled by keys. Where something can be copied, there are buttons. */
function startCode() {
  for (const code of document.querySelectorAll("pre > code")) code.setAttribute("tabindex", "0");
  if (document.querySelector("[data-copy], .highlight")) import("./copy.js");
}

/** How long ago the end of a day, month or year is; nothing where it is this month. */
function ago(date) {
  const [year, month = 12] = date.split("-").map(Number);
  const months = 12 * (today.getFullYear() - year) + today.getMonth() + 1 - month;
  if (months < 1) return "";
  return ` (${months < 24 ? relative.format(-months, "month") : relative.format(-Math.floor(months / 12), "year")})`;
}

/** How long ago dates are, which of them have passed, and where today is in pictures. */
function startDates() {
  for (const time of document.querySelectorAll("time[data-age]")) {
    time.nextElementSibling?.append(ago(time.dateTime));
  }

  for (const time of document.querySelectorAll("time[data-ahead]")) {
    if (Date.parse(time.dateTime) + DAY <= today.getTime()) time.after(" (this date has passed)");
  }

  for (const line of document.querySelectorAll(".figure-today")) {
    const [from, to] = [line.dataset.from, line.dataset.to].map((date) => Date.parse(`${date}`));
    const x = (100 * (today.getTime() - from)) / (to - from);
    if (!(x >= 0 && x <= 100)) continue;
    line.setAttribute("x1", `${x}%`);
    line.setAttribute("x2", `${x}%`);
    line.setAttribute("visibility", "visible");
    for (const key of line.closest("figure")?.querySelectorAll("[data-today-key]") ?? []) key.removeAttribute("hidden");
  }
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
startDates();
startPrint();
