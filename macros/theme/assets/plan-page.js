/**
 * The page /plan/: makes the plan of an upgrade in the browser, at once, whenever what is asked for changes.
 *
 * The form's controls are the state, and the address repeats them. The browser remembers what is ticked.
 */

import { isElsewhere, remember, restore, toQuery } from "./form-state.js";
import { startMyList } from "./my-list.js";
import { button, counted, element, load, toBeyond } from "./pieces.js";
import { isNear, rank } from "./plan-asked.js";
import { showPlan } from "./plan-show.js";
import { CLASSES, makePlan, toHeadline } from "./plan.js";

const TICKS = "plan-ticks"; // in the browser: changes that are done, and versions that are installed
const BOXES = ["web", "factory_reset", "every"]; // what is asked for or not

const root = document.querySelector("[data-plan]");
const find = (selector) => root.querySelector(selector);
const form = find("form");
const controls = [...form.querySelectorAll("input")];
const [status, result, chips] = ["[role=status]", "[data-list]", "[data-chips]"].map(find);
const [uses, clear] = ["[name=uses]", "[data-clear]"].map(find);
const ticks = new Set(kept.read(TICKS, parseTicks));
const loading = load(root.dataset.facts);
let made = {}; // the plan, or why there is none
let stops = []; // of the facts
let words;
const list = startMyList(root, refresh);

/** What is ticked. */
function parseTicks(text) {
  const ticked = JSON.parse(text);
  return Array.isArray(ticked) && ticked.every((one) => typeof one === "string") ? ticked : undefined;
}

/** Shows the plan that is asked for, or why there is none. */
async function update(asked) {
  const facts = await loading;
  ({ stops, words } = facts ?? {});
  const isAsked = asked.get("start") && asked.get("target");
  made = facts && isAsked ? makePlan(facts, toRequest(asked)) : {};
  const refusals = made.refusals ?? [];
  const otherwise = !facts ? "failed" : isAsked ? "none" : "invitation";
  status.textContent = made.summary ?? [status.dataset[otherwise], ...refusals.map(({ message }) => message)].join(" ");
  status.classList.toggle("unseen", Boolean(made.headline?.length || refusals.length)); // it is seen elsewhere
  for (const place of form.querySelectorAll("[data-refused]")) {
    const own = refusals.filter(({ field }) => field === place.dataset.refused);
    const toLines = (one) => [element("strong", "", one.message), ...toMeant(facts, one), one.hint];
    const toReason = (one) => toLines(one).flatMap((line, at) => (at ? [element("br", ""), line] : [line]));
    place.replaceChildren(...own.map((refusal) => element("span", "", ...toReason(refusal))));
    place.parentElement?.querySelector("[type=text]")?.setAttribute("aria-invalid", `${own.length > 0}`);
  }
  showChips();
  refresh();
}

/** What was probably meant, where what was asked for is a letter off. */
function toMeant(facts, { field, asked = "" }) {
  const names = Object.fromEntries(Object.keys(facts.parts).map((name) => [name, name]));
  const spellings = { uses: names, area: facts.areas, product: facts.products }[field] ?? {};
  const toEnds = (name) => [name, name.split("/").at(-1)].map((one) => one.toLowerCase());
  const isMeant = (name) => asked.length > 3 && toEnds(name).some((one) => isNear(asked.toLowerCase(), one));
  const meant = Object.keys(spellings).find(isMeant);
  return meant ? [`did you mean ${spellings[meant]}?`] : [];
}

function toRequest(asked) {
  return {
    ...Object.fromEntries(asked),
    ...Object.fromEntries(BOXES.map((name) => [name, asked.get(name) === "1"])),
    areas: asked.getAll("areas"),
    products: asked.getAll("products"),
    uses: toNames(asked.get("uses") ?? ""),
  };
}

function toNames(text) {
  return text.split(",").map((name) => name.trim()).filter(Boolean);
}

/** Shows what is kept of the plan in the reader's list. */
function refresh() {
  result.hidden = !made.steps && !made.rollback;
  find("[data-list-tools]").hidden = clear.hidden = !made.steps;
  const shown = toShown();
  show(result, shown, words);
  offerFeed(shown.steps ? toHits(shown) : []);
  list.mark();
}

/** The plan with no more than what is shown of it, which says so. */
function toShown() {
  if (!made.steps || !list.isAlone()) return made;
  const keep = (hits = []) => hits.filter(({ id }) => list.keeps(id));
  const toClasses = (step) => CLASSES.map((name) => [name, keep(step[name]).length ? keep(step[name]) : undefined]);
  const steps = made.steps.map((step) => ({ ...step, ...Object.fromEntries(toClasses(step)) }));
  const text = `My list: ${toHits({ steps }).length} of ${counted(toHits(made).length, "change")}`;
  const own = CLASSES.map((name) => [name, steps.reduce((sum, step) => sum + (step[name]?.length ?? 0), 0)]);
  const classes = Object.fromEntries(own.filter(([, count]) => count));
  return { ...made, steps, headline: [{ text }, ...toHeadline({ words }, { classes })] };
}

/** Every change of a plan. */
function toHits({ steps }) {
  return steps.flatMap((step) => CLASSES.flatMap((name) => step[name] ?? []));
}

/** Offers the narrowest feed of those that have every change shown, and says what else it has. */
function offerFeed(hits) {
  const feeds = [...root.querySelectorAll("[data-filter]")]; // the fewest entries first
  const fit = hits.length ? feeds.find(({ dataset }) => hasAll(new URLSearchParams(dataset.filter), hits)) : feeds.at(-1);
  for (const one of feeds) one.hidden = one !== fit;
  const chosen = [...chips.children].map(({ firstChild }) => firstChild.firstChild.textContent);
  const isArea = fit.dataset.filter.startsWith("area");
  const wider = [`${made.start?.asked} to ${made.target?.asked}`, ...chosen.filter((one) => !isArea || !one.startsWith("area "))];
  const beyond = hits.length ? toBeyond(Number(fit.dataset.size), hits.length, wider) : "";
  fit.querySelector("[data-beyond]").textContent = beyond;
}

/** Whether a feed has every change that the plan has, and would have. */
function hasAll(asks, hits) {
  const [area, major, isForUpgrade] = [asks.get("area"), asks.get("to"), asks.has("applies-to")];
  if (area) return `${made.asked.areas}` === area;
  const isPast = ({ version }) => rank(version) <= rank(made.start.version);
  const isBefore = ({ version }) => parseInt(version) < major;
  const isIn = ({ version, stages, effect }) => parseInt(version) === Number(major) && (!stages || effect);
  const isHit = ({ applies_to }) => !isForUpgrade || applies_to !== "factory-default";
  const isOf = (hit) => isIn(hit) && isHit(hit); // a stage of a change says nothing of its own version
  return !major || (hits.every(isOf) && !stops.some((stop) => !isPast(stop) && isBefore(stop)));
}

/** Shows a plan, or what to do where there is none. */
export function show(place, plan, words) {
  place.replaceChildren(showPlan(find("[data-pattern]"), plan, root.dataset.base, words));
  for (const box of place.querySelectorAll("input")) box.checked = ticks.has(box.value);
}

/** Shows what is filtered by; a press takes it away. */
function showChips() {
  const boxes = controls.filter(({ dataset, checked }) => dataset.chip && checked);
  const names = toNames(uses.value);
  chips.replaceChildren(
    ...boxes.map((box) => toChip(box.dataset.chip, () => (box.checked = false))),
    ...names.map((name) => toChip(`uses ${name}`, () => (uses.value = names.filter((one) => one !== name).join(", ")))),
  );
  chips.hidden = !chips.children.length;
}

function toChip(text, remove) {
  const chip = button("plan__chip", text, () => {
    remove();
    choose();
    status.focus(); // the button goes
  });
  chip.append(element("span", "unseen", "take it away"), " ×");
  return element("li", "", chip);
}

/** Shows what is chosen, as a step to come back from. */
function choose() {
  const asked = list.complete(toQuery(controls));
  update(asked);
  remember(asked, true);
}

/** Does what the address asks for, which is opened and not gone back to, or is not. */
function obey(isOpened) {
  const asked = restore(controls);
  find("[data-filters]").open ||= ["areas", "products", "uses"].some((name) => asked.has(name)); // what is on is shown
  list.obey(asked, isOpened);
  update(asked);
}

form.addEventListener("change", choose);
window.addEventListener("popstate", () => isElsewhere() && obey(false));
result.addEventListener("change", ({ target }) => {
  if (target.dataset.concerns) return;
  if (target.checked) ticks.add(target.value);
  else ticks.delete(target.value);
  kept.write(TICKS, JSON.stringify([...ticks]));
});
clear.addEventListener("click", () => {
  for (const box of result.querySelectorAll("input:checked:not([data-concerns])")) box.click();
});

find("[data-plain]").hidden = true;
form.hidden = false;
obey(true);
