/**
 * My list: the changes that concern a reader. The address keeps them as `only`; they are shown alone and taken along.
 *
 * A page has a box `data-concerns` for each change, which names it, and the tools of `list_tools` in parts.html.jinja.
 * Who opens an address with a list sees that alone. Ticking hides nothing: that is what the button is for.
 */

import { remember } from "./form-state.js";
import { element } from "./pieces.js";

const markdown = () => import("./markdown.js");

/** Starts the list of a page, which `show` shows anew. The `data-detail` of `root` says how much of each change. */
export function startMyList(root, show) {
  const find = (selector) => root.querySelector(selector);
  const detail = find("[name=detail]");
  const [tools, said] = ["[data-list-tools]", "[data-list-said]"].map(find);
  const [toggle, print, copy, csv] = ["[data-only]", "[data-print]", "[data-copy-list]", "[data-csv]"].map(find);
  let mine = new Set();
  let alone = null; // what is shown alone; what is no longer ticked stays in sight

  const boxes = () => [...root.querySelectorAll("[data-concerns]")];
  const toIds = (some) => some.map(({ dataset }) => dataset.concerns);

  /** Adds my list and the detail to what else is chosen. */
  function complete(asked) {
    const shown = toIds(boxes()).filter((id) => mine.has(id));
    const only = [...new Set([...shown, ...mine])].join(","); // in the order of the page
    for (const [name, value] of Object.entries({ only, detail: detail.value })) {
      if (value) asked.set(name, value);
      else asked.delete(name);
    }
    return asked;
  }

  /** Lets a button do something, and says whether it could. */
  function offer(button, act) {
    const say = (key) => (said.textContent = button.dataset[key]);
    button.addEventListener("click", () => act().then(() => say("done"), () => say("refused")));
  }

  const write = (asStep) => remember(complete(new URLSearchParams(location.search)), asStep);

  /** Ticks the boxes, and says on the button how many are ticked. */
  function mark() {
    for (const box of boxes()) box.checked = mine.has(box.dataset.concerns);
    const here = boxes().filter(({ checked }) => checked).length;
    const others = here < mine.size ? ` of ${mine.size}` : ""; // of another plan
    toggle.textContent = alone ? "Show all" : `Show only my list (${here}${others})`;
    toggle.disabled = !alone && !here;
  }

  /** Takes list and detail from the address, which is opened and not gone back to, or is not. */
  function obey(asked, isOpened) {
    mine = new Set((asked.get("only") ?? "").split(",").filter((id) => /^[a-z0-9-]+$/.test(id)));
    alone = mine.size && (isOpened || alone) ? new Set(mine) : null;
    detail.value = asked.get("detail") ?? "";
    if (detail.selectedIndex < 0) detail.value = "";
    root.dataset.detail = detail.value || detail.dataset.usual;
    mark();
  }

  root.addEventListener("change", ({ target }) => {
    const id = target.dataset.concerns;
    if (!id) return;
    if (target.checked) mine.add(id);
    else mine.delete(id);
    mark();
    write(false);
  });
  toggle.addEventListener("click", () => {
    alone = alone ? null : new Set(mine);
    mark();
    show();
  });
  detail.addEventListener("change", () => {
    root.dataset.detail = detail.value || detail.dataset.usual;
    show();
    write(true);
  });
  print.addEventListener("click", () => window.print());
  offer(csv, async () => {
    const { saveRows } = await import("./my-rows.js");
    return saveRows(csv.dataset.csv, toIds(boxes().filter((box) => !box.closest("[hidden]"))));
  });
  copy.hidden = !navigator.clipboard;
  // Loaded before the click: a browser may let a page copy only at once.
  for (const near of ["pointerover", "focusin"]) copy.addEventListener(near, markdown);
  offer(copy, async () => {
    const { toMarkdown } = await markdown();
    const [title, age] = ["h1", ".standing"].map((selector) => document.querySelector(selector));
    const day = element("a", "", new Date().toLocaleDateString("en-GB", { dateStyle: "long" }));
    day.href = location.href;
    const shown = element("p", "", find("[data-shown]")?.textContent ?? "");
    return navigator.clipboard.writeText(toMarkdown([title, age, day, shown, find("[data-list]")]));
  });
  tools.hidden = false;

  return {
    complete,
    mark,
    obey,
    /** Whether a change is to be shown. */
    keeps: (id) => !alone || alone.has(id),
    /** Whether my list is shown alone. */
    isAlone: () => alone !== null,
    /** Lets everything be shown again. */
    showAll: () => {
      alone = null;
      mark();
    },
  };
}
