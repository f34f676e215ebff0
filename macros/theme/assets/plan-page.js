/** The page /plan/: the form is the state, the address repeats it, and the plan follows at once. */

import { fill, toMarkdown } from "./plan-show.js";
import { makePlan } from "./plan.js";

const TICKS = "plan-ticks"; // in the local storage: changes by stage that are done, and versions that are installed
const SLICE = 8; // milliseconds of work before the browser may do something else

const root = document.querySelector("[data-plan]");
const [form, status] = [root.querySelector("form"), root.querySelector("[role=status]")];
const [result, tools, said, copy] = ["result", "tools", "said", "copy-plan"].map(find);
const loading = fetch(root.dataset.facts).then((answer) => answer.json()).catch(() => null);
const ticks = new Set(stored(() => JSON.parse(localStorage.getItem(TICKS))));
let turn = 0; // counts updates: an overtaken one stops
let shown = Promise.resolve();

function find(name) {
  return root.querySelector(`[data-${name}]`);
}

/** A browser may refuse to keep anything: then ticks last as long as the page. */
function stored(act) {
  try {
    return act();
  } catch {} // as above
}

/** Sets the form to what the address says. */
function restore() {
  const asked = new URLSearchParams(location.search);
  for (const control of form.elements) {
    const values = asked.getAll(control.name);
    if (control.type === "checkbox") control.checked = values.includes(control.value);
    else control.value = values[0] ?? "";
    if (control.selectedIndex < 0) control.add(new Option(values[0], values[0], true, true));
  }
  update(asked);
}

/** @param {URLSearchParams} asked */
async function update(asked) {
  const mine = ++turn;
  const facts = await loading;
  if (mine !== turn) return;
  const isAsked = asked.has("start") && asked.has("target");
  const plan = facts && isAsked ? makePlan(facts, toRequest(asked)) : {};
  status.textContent = plan.summary ?? status.dataset[!facts ? "failed" : isAsked ? "none" : "invitation"];
  result.hidden = !plan.steps && !plan.refusals;
  tools.hidden = !plan.steps;
  shown = show(result, plan, () => mine !== turn);
}

/** @param {URLSearchParams} asked @returns {any} */
function toRequest(asked) {
  const [areas, products] = [asked.getAll("areas"), asked.getAll("products")];
  const uses = (asked.get("uses") ?? "").trim().split(/\s*,\s*/).filter(Boolean);
  return { ...Object.fromEntries(asked), areas, products, uses };
}

/** Shows a plan, or why there is none; a long one step by step, so that the browser can answer in between. */
export async function show(place, { steps = [], ...plan }, isOvertaken) {
  const site = { base: root.dataset.base, site: plan.site };
  place.replaceChildren(fill(find("pattern=plan"), plan, site));
  let since = performance.now();
  for (const step of steps) {
    const nothing = !(step.before.length + step.at.length + step.after.length);
    const item = fill(find("pattern=step"), { ...step, nothing }, site);
    for (const box of item.querySelectorAll("input")) box.checked = ticks.has(box.value);
    place.querySelector("ol").append(item);
    if (performance.now() - since < SLICE) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (isOvertaken()) return;
    since = performance.now();
  }
}

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", ({ target }) => {
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
  update(asked);
  history[target.type === "text" ? "replaceState" : "pushState"](null, "", `?${asked}`);
});
addEventListener("popstate", restore);
result.addEventListener("change", ({ target }) => {
  ticks[target.checked ? "add" : "delete"](target.value);
  stored(() => localStorage.setItem(TICKS, JSON.stringify([...ticks])));
});
find("clear").addEventListener("click", () => {
  for (const box of result.querySelectorAll(":checked")) box.click();
});
copy.hidden = !navigator.clipboard;
copy.addEventListener("click", async () => {
  await shown;
  const copied = await navigator.clipboard.writeText(toMarkdown(result)).then(() => true, () => false);
  said.textContent = copy.dataset[copied ? "copied" : "refused"];
});
find("plain").hidden = true;
form.hidden = false;
restore();
