/** The page /plan/: the form is the state, the address repeats it, and the plan follows at once. */

import { remember, restore, toQuery } from "./form-state.js";
import { fill, toMarkdown } from "./plan-show.js";
import { makePlan } from "./plan.js";

const TICKS = "plan-ticks"; // in the local storage: changes by stage that are done, and versions that are installed
const SLICE = 5; // milliseconds for the first steps, before the browser paints
const LONG = 500; // changes: the steps of a longer plan are filled only where they are looked at

const root = document.querySelector("[data-plan]");
const [form, status] = ["form", "[role=status]"].map((one) => root.querySelector(one));
const controls = [...form.querySelectorAll("select, input")];
const [result, tools, said, copy] = ["result", "tools", "said", "copy-plan"].map(find);
const loading = fetch(root.dataset.facts).then((answer) => answer.json()).catch(() => null);
const ticks = new Set(stored(() => JSON.parse(localStorage.getItem(TICKS))));
const near = new IntersectionObserver(
  (seen) => complete(seen.filter((one) => one.isIntersecting).map(({ target }) => target)),
  { rootMargin: "50%" },
);

/** A version that is not on offer may be a good one: it joins the choices. */
function obey() {
  update(restore(controls, (select, value) => select.add(new Option(value, value, true, true))));
}

function find(name) {
  return root.querySelector(`[data-${name}]`);
}

/** A browser may refuse to keep anything: then ticks last as long as the page. */
function stored(act) {
  try {
    return act();
  } catch {} // as above
}

/** @param {URLSearchParams} asked */
async function update(asked) {
  const facts = await loading;
  const isAsked = asked.has("start") && asked.has("target");
  const plan = facts && isAsked ? makePlan(facts, toRequest(asked)) : {};
  status.textContent = plan.summary ?? status.dataset[!facts ? "failed" : isAsked ? "none" : "invitation"];
  result.hidden = !plan.steps && !plan.refusals;
  tools.hidden = !plan.steps;
  show(result, plan);
  if (plan.counts?.hit < LONG) for (const item of stepsOf(result)) setTimeout(() => complete([item]));
}

/** @param {URLSearchParams} asked @returns {any} */
function toRequest(asked) {
  const uses = (asked.get("uses") ?? "").trim().split(/\s*,\s*/).filter(Boolean);
  return { ...Object.fromEntries(asked), areas: asked.getAll("areas"), products: asked.getAll("products"), uses };
}

/** Shows a plan, or why there is none. What of it does not come into view is filled later. */
export function show(place, { steps = [], ...plan }) {
  const site = { base: root.dataset.base, site: plan.site };
  near.disconnect();
  place.replaceChildren(fill(find("pattern=plan"), plan, site));
  const until = performance.now() + SLICE;
  for (const step of steps) {
    const item = Object.assign(document.createElement("li"), { className: "plan__step", step, site });
    place.querySelector("ol").append(item);
    if (performance.now() < until) complete([item]);
    else near.observe(item);
  }
}

const stepsOf = (place) => place.querySelectorAll(".plan__step");

/** Fills steps. @param {Iterable<any>} items */
export function complete(items) {
  for (const item of items) {
    if (item.firstChild) continue;
    item.append(fill(find("pattern=step"), item.step, item.site));
    for (const box of item.querySelectorAll("input")) box.checked = ticks.has(box.value);
  }
}

form.addEventListener("input", ({ target }) => {
  const asked = toQuery(controls);
  update(asked);
  remember(asked, target.type !== "text");
});
addEventListener("popstate", obey);
addEventListener("beforeprint", () => complete(stepsOf(result)));
result.addEventListener("change", ({ target }) => {
  ticks[target.checked ? "add" : "delete"](target.value);
  stored(() => localStorage.setItem(TICKS, JSON.stringify([...ticks])));
});
find("clear").addEventListener("click", () => {
  for (const box of result.querySelectorAll(":checked")) box.click();
});
copy.hidden = !navigator.clipboard;
copy.addEventListener("click", async () => {
  complete(stepsOf(result));
  const outcome = await navigator.clipboard.writeText(toMarkdown(result)).then(() => "copied", () => "refused");
  said.textContent = copy.dataset[outcome];
});
find("plain").hidden = true;
form.hidden = false;
obey();
