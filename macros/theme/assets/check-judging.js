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

/** What a touch alone makes of a device. */
export function verdictOf({ change, isHint }) {
  return isHint || change.status === "unconfirmed" ? "unknown" : VERDICT_OF[change.consequence];
}

/** The worst of some verdicts. */
export function worst(verdicts) {
  return VERDICTS.find((verdict) => verdicts.includes(verdict)) ?? "nothing";
}

/** Touches, the worst first, and of those what is surest. */
export function sorted(touches) {
  const toWeight = (touch) => {
    const { consequence, sureness, id } = touch.change;
    const places = [VERDICTS.indexOf(verdictOf(touch)), Number(!sureness.startsWith("vendor"))];
    return [...places, CONSEQUENCES.indexOf(`${consequence}`), id].join(); // each place is one digit
  };
  return [...touches].sort((one, other) => (toWeight(one) < toWeight(other) ? -1 : 1));
}

/** The answers on a device that is to get a version; `ways` has those that were planned before. */
export function judge(facts, names, device, target, ways) {
  const { version } = device;
  if (!ways.has(version)) ways.set(version, toWay(facts, names, version, readEnd(facts, "target", target)));
  const { end, start, plan, rules, why, doubts } = ways.get(version);
  const products = toProducts(facts, device);
  const { touches, unseen } = look(rules, device, end.version);
  const found = touches.flatMap((touch) => toConcerning(facts, touch, products));
  const isRow = plan?.steps.length && device.holds.every((part) => part === "identity"); // there is nothing to look at
  const isUnknown = !plan || isRow || doubts.length || unseen.length;
  const verdict = worst([...found.map(verdictOf), ...(isUnknown ? ["unknown"] : [])]);
  const answers = { touches: sorted(found), unseen, verdict, ...toGets(facts, start, plan, products, end) };
  return { plan, why, doubts, ...answers };
}

/** The plan from a version, or `why` there is none; and the rules of what comes on the way. */
function toWay(facts, names, version, end) {
  const start = readEnd(facts, "start", version);
  const way = { end, start, rules: [], doubts: [] };
  if (start.message) {
    const first = facts.stops[0].version;
    const reason = version ? `${start.message}.` : say(facts, "no-version");
    const why = `${reason} ${say(facts, "all-counted", { target: end.asked })}`;
    const rules = rulesBetween(names, first, end.version);
    return { ...way, start: { asked: version, full: first, version: first }, why, rules };
  }
  const plan = makePlan(facts, { start: version, target: end.asked });
  if (plan.refusals) return { ...way, why: `${plan.refusals[0].message}.` };
  if (!plan.steps.length) return { ...way, plan, why: plan.summary };
  const doubts = toDoubts(facts, start, end).map(({ text }) => text);
  return { ...way, plan, rules: rulesBetween(names, start.version, end.version), doubts };
}

/** The ids that the facts have for a device: of its model, its chip and its architecture. */
function toProducts({ products }, { model, chip, architecture }) {
  const asked = [fold(model), `products based on ${fold(chip.split("(")[0])}`, fold(architecture)];
  return asked.map((name) => (Object.hasOwn(products, name) ? products[name] : ""));
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
function toGets(facts, start, plan, products, end) {
  if (plan && !plan.steps.length) return { gets: "yes", source: say(facts, "runs-it") };
  for (const id of products.filter(Boolean)) {
    const last = lastFor(facts, id, end);
    const gets = toPastLast(facts, id, start, end).length ? "no" : "yes";
    if (last) return { gets, source: say(facts, "last-said", last) };
  }
  return { gets: "unknown", source: "" };
}
