/**
 * The page /plan/: makes the plan of an upgrade in the browser, at once, whenever what is asked for changes.
 *
 * The form's controls are the state, and the address repeats them. The browser remembers what is ticked.
 */

import { remember, restore, toQuery } from "./form-state.js";
import { renderMarkdown } from "./plan-markdown.js";
import { showPlan } from "./plan-show.js";
import { makePlan } from "./plan.js";

/** @typedef {import("./form-state.js").Control} Control */

const TICKS = "plan-ticks"; // in the browser: changes by stage that are done, and versions that are installed

const root = /** @type {HTMLElement} */ (document.querySelector("[data-plan]"));
/** @param {string} selector @returns {any} */
const find = (selector) => root.querySelector(selector);
/** @type {HTMLFormElement} */ const form = find("form");
/** @type {Control[]} */ const controls = [...form.querySelectorAll("select, input")];
/** @type {HTMLElement[]} */
const [status, result, tools, said] = ["[role=status]", "[data-result]", "[data-tools]", "[data-said]"].map(find);
/** @type {HTMLButtonElement[]} */
const [copy, clear] = ["[data-copy-plan]", "[data-clear]"].map(find);
const ticks = new Set(kept.read(TICKS, parseTicks));
const loading = loadFacts();
/** @type {any} */ let shown = {}; // the plan, or why there is none

/** The facts that plans are made from, null where they do not load. */
async function loadFacts() {
  try {
    const answer = await fetch(root.dataset.facts);
    return await answer.json();
  } catch {
    return null;
  }
}

/** What is ticked. @param {string} text @returns {string[] | undefined} */
function parseTicks(text) {
  const ticked = JSON.parse(text);
  return Array.isArray(ticked) && ticked.every((one) => typeof one === "string") ? ticked : undefined;
}

/** Shows the plan that is asked for, or why there is none. @param {URLSearchParams} asked */
async function update(asked) {
  const facts = await loading;
  const isAsked = asked.has("start") && asked.has("target");
  shown = facts && isAsked ? makePlan(facts, toRequest(asked)) : {};
  const otherwise = !facts ? "failed" : isAsked ? "none" : "invitation";
  status.textContent = shown.summary ?? status.dataset[otherwise];
  result.hidden = !shown.steps && !shown.refusals;
  tools.hidden = !shown.steps;
  show(result, shown, facts?.words);
}

/** @param {URLSearchParams} asked @returns {import("./plan.js").Request} */
function toRequest(asked) {
  const uses = (asked.get("uses") ?? "").split(",").map((name) => name.trim());
  return {
    .../** @type {any} */ (Object.fromEntries(asked)),
    areas: asked.getAll("areas"),
    products: asked.getAll("products"),
    uses: uses.filter(Boolean),
  };
}

/** Shows a plan, or why there is none. @param {HTMLElement} place @param {any} plan @param {any} words */
export function show(place, plan, words) {
  place.replaceChildren(showPlan(find("[data-pattern]"), plan, `${root.dataset.base}`, words));
  for (const box of place.querySelectorAll("input")) box.checked = ticks.has(box.value);
}

/** Does what the address asks for. A version that is not on offer may be a good one: it joins the choices. */
function obey() {
  update(restore(controls, (select, value) => select.add(new Option(value, value, true, true))));
}

form.addEventListener("input", ({ target }) => {
  const asked = toQuery(controls);
  update(asked);
  remember(asked, /** @type {Control} */ (target).type !== "text");
});
window.addEventListener("popstate", obey);
result.addEventListener("change", ({ target }) => {
  const box = /** @type {HTMLInputElement} */ (target);
  if (box.checked) ticks.add(box.value);
  else ticks.delete(box.value);
  kept.write(TICKS, JSON.stringify([...ticks]));
});
clear.addEventListener("click", () => {
  for (const box of result.querySelectorAll("input:checked")) /** @type {HTMLElement} */ (box).click();
});
copy.hidden = !navigator.clipboard;
copy.addEventListener("click", async () => {
  try {
    const { words } = await loading;
    const today = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
    const isTicked = (box) => ticks.has(box);
    await navigator.clipboard.writeText(renderMarkdown(shown, words, { today, isTicked }));
    said.textContent = copy.dataset.copied;
  } catch {
    said.textContent = copy.dataset.refused;
  }
});

find("[data-plain]").hidden = true;
form.hidden = false;
obey();
