/** What an upgrade means for a device: judging.py is the same in Python. */

import { look, rulesBetween } from "./check-touching.js";
import { fold, readEnd, say, toDoubts } from "./plan-asked.js";
import { lastFor, makePlan, toPastLast } from "./plan.js";

/** What comes of a change for who does nothing, the worst first, and the verdict of it. */
const VERDICT_OF = {
  "upgrade-fails": "blocked",
  "app-breaks": "breaks",
  "integration-breaks": "breaks",
  null: "unknown",
  "default-changes": "defaults",
  "nothing-to-do": "nothing",
};
const CONSEQUENCES = Object.keys(VERDICT_OF);
const VERDICTS = [...new Set(Object.values(VERDICT_OF))];

/** Touches with the verdict of each alone, the worst first, and of those what is surest. */
export function sorted(touches) {
  const judged = touches.map((touch) => {
    const { consequence, sureness, status } = touch.change;
    const verdict = touch.isHint || status === "unconfirmed" ? "unknown" : VERDICT_OF[consequence];
    const isUnsure = Number(!sureness.startsWith("vendor"));
    return { ...touch, verdict, places: [VERDICTS.indexOf(verdict), isUnsure, CONSEQUENCES.indexOf(`${consequence}`)] };
  });
  return judged.toSorted((one, other) => one.places.join("") - other.places.join("")); // each is one digit
}

/** The answers on a device that is to get a version; `ways` has those that were planned before. */
export function judge(facts, names, device, target, ways) {
  const { version, model, chip, architecture } = device;
  if (!ways.has(version)) ways.set(version, toWay(facts, names, version, readEnd(facts, "target", target)));
  const way = ways.get(version);
  const asked = [fold(model), `products based on ${fold(chip.split("(")[0])}`, fold(architecture)];
  const products = asked.map((name) => (Object.hasOwn(facts.products, name) ? facts.products[name] : "")); // their ids
  const { touches, unseen } = look(device, way.rules, way.end.version);
  const met = sorted(touches.flatMap((touch) => toConcerning(facts, touch, products)));
  const isRow = way.plan?.steps.length && device.holds.every((part) => part === "identity"); // nothing to look at
  const isUnknown = !way.plan || isRow || way.doubts.length || unseen.length;
  const verdict = VERDICTS.find((one) => one === met[0]?.verdict || (one === "unknown" && isUnknown)) ?? "nothing";
  return { ...way, touches: met, unseen, verdict, ...toGets(facts, way, products) };
}

/** The plan from a version, or `why` there is none; and the rules of what comes on the way. */
function toWay(facts, names, version, end) {
  const read = readEnd(facts, "start", version);
  const start = read.message ? readEnd(facts, "start", facts.stops[0].version) : read;
  const way = { end, start, rules: rulesBetween(names, start.version, end.version), doubts: [] };
  const why = version ? `${read.message}.` : say(facts, "no-version");
  if (read.message) return { ...way, why: `${why} ${say(facts, "all-counted", { target: end.asked })}` };
  const plan = makePlan(facts, { start: version, target: end.asked });
  if (plan.refusals) return { ...way, why: `${plan.refusals[0].message}.` };
  if (!plan.steps.length) return { ...way, plan, why: plan.summary };
  return { ...way, plan, doubts: toDoubts(facts, start, end).map(({ text }) => text) };
}

/** A touch as it concerns some product: a hint where that is not known, none where it does not. */
function toConcerning({ items }, touch, products) {
  const own = items.filter(({ hit }) => hit.id === touch.change.id);
  const isKnown = (own.at(-1)?.only ?? products).some((id) => products.includes(id));
  if (!isKnown && products[0]) return [];
  const isSure = isKnown && own.every(({ hit }) => hit.applies_to); // that it hits upgraded devices
  return [isSure || touch.change.consequence === "default-changes" ? touch : { ...touch, isHint: true }];
}

/** Whether a source says that the product gets the version, and which. */
function toGets(facts, { start, plan, end }, products) {
  if (plan && !plan.steps.length) return { gets: "yes", source: say(facts, "runs-it") };
  for (const id of products.filter(Boolean)) {
    const last = lastFor(facts, id, end);
    const gets = toPastLast(facts, id, start, end).length ? "no" : "yes";
    if (last) return { gets, source: say(facts, "last-said", last) };
  }
  return { gets: "unknown", source: "" };
}
