/**
 * Makes the plan of an upgrade from the facts of `api/v1/plan.json`: no page, no clock, no network.
 *
 * `portal/planner/making.py` is the same in Python, function by function; `tests/plans/` holds both to the same
 * answers.
 */

import { isOlder, rank, readEnd, readId, readName, refuse } from "./plan-asked.js";
import { say, sayCount, stopAt, toDoubts, toWarning } from "./plan-asked.js";

/** What a change is for a plan, in the order of plans. */
export const CLASSES = ["fails", "every", "named", "somewhere", "unsure", "reset", "nothing"];
const ORDER = ["upgrade-fails", "app-breaks", "integration-breaks", "default-changes", "nothing-to-do", null];
const [EVERY_LTS_TRACK, NO_LONG_GAPS] = ["every-lts-track", "no-long-gaps"]; // the rules of the data that make stops

/** The plan, or `refusals`, to be written as JSON. */
export function makePlan(facts, request) {
  const wanted = readRequest(facts, request);
  if (wanted.refusals) return wanted;
  const { start, target, names, filtered } = wanted;
  const { way, passed } = toWay(facts, start, target, request);
  const [from, to] = [rank(start.version), rank(target.version)];
  const isBehind = ({ behind }) => behind && rank(behind) <= from;
  const found = facts.items.filter((arrival) => way.length && !isBehind(arrival) && rank(arrival.since) <= to);
  const kept = found.filter((arrival) => isWanted(arrival, wanted));
  const told = onceAChange(kept).map((arrival) => toTold(facts, arrival, kept, start, names, request));
  const uses = names.map(({ name, recorded }) => ({ name, recorded: recorded(kept) }));
  const steps = toSteps(way, told);
  const counts = toCounts(steps, found, kept, told);
  const doubts = toDoubts(facts, start, target);
  const isCertain = told.some((arrival) => isCertainOn(arrival, from, to));
  const verdict = toVerdict(way, isCertain, counts, doubts);
  const ends = { start: start.asked, target: target.asked };
  const wayId = request.every ? "every" : "required";
  return {
    asked: request,
    title: say(facts, "title", ends),
    start: toEnd(facts, start),
    target: toEnd(facts, target),
    way: { id: wayId, text: say(facts, `way-${!request.every && request.web ? "by-web" : wayId}`) },
    uses,
    verdict,
    summary: toSummary(facts, verdict, wanted, counts),
    headline: toHeadline(facts, counts),
    counts,
    warnings: [...doubts, ...toWarnings(facts, way, uses, counts)],
    steps,
    rules: way.length ? toRules(facts, request) : [],
    advice: toAdvice(facts, start, target, kept, passed),
    ...(way.length && toRollback(facts, target)),
    coverage: facts.coverage,
    site: facts.site,
    age: facts.age,
    idle: say(facts, `idle${filtered}`),
    ages: facts.ages,
  };
}

/** Whether a hit is known to come on the way and to hit: what no release is named for may not. */
function isCertainOn({ hit, since, behind }, from, to) {
  const mayHit = ["every", "named", "somewhere"].includes(hit.class_id) || (hit.class_id === "fails" && hit.applies_to);
  const isSure = hit.sureness.startsWith("vendor") && hit.status !== "unconfirmed";
  return mayHit && isSure && from < rank(since) && behind && rank(behind) <= to;
}

function toVerdict(way, isCertain, { classes = {} }, doubts) {
  if (!way.length) return "same";
  if (isCertain) return "breaks";
  const isPossible = Object.keys(classes).some((name) => !["reset", "nothing"].includes(name));
  return isPossible ? "may-break" : doubts.length ? "cannot-say" : "nothing";
}

/** What to do when an upgrade to a version goes wrong. */
function toRollback(facts, { version }) {
  const rollback = (facts.rollback ?? []).filter(({ major }) => !major || major === parseInt(version));
  return rollback.length ? { rollback } : {};
}

/** What is asked for, or `refusals` with all that cannot be planned with. */
function readRequest(facts, request) {
  const start = readEnd(facts, "start", request.start);
  const target = readEnd(facts, "target", request.target);
  const areas = (request.areas ?? []).map((asked) => readId(facts, "area", asked));
  const products = (request.products ?? []).map((asked) => readId(facts, "product", asked));
  const names = (request.uses ?? []).map((asked) => readName(facts, asked));
  const refusals = [start, target, ...areas, ...products, ...names].filter(({ message }) => message);
  if (refusals.length) return { refusals };
  const past = isOlder(target, start) ? [] : products.flatMap((id) => toPastLast(facts, id, start, target));
  if (past.length) return { refusals: past };
  const filtered = names.length ? "-of-uses" : areas.length || products.length ? "-of-chosen" : "";
  if (!isOlder(target, start)) return { start, target, areas, products, names, filtered };
  const refusal = refuse(facts, "target", target.asked, "downgrade", { start: start.asked, target: target.asked });
  return { refusals: [refusal], ...toRollback(facts, start) };
}

/** The last release that a product gets on the target's track, or on the active one, if a source says one. */
export function lastFor(facts, id, target) {
  const on = (track) => facts.last?.[id]?.find(({ track_id }) => track_id === track);
  return on(stopAt(facts, target.version)?.track_id ?? "active") ?? on("active");
}

/** That a product cannot get the target: `past_last` in making.py says when. */
export function toPastLast(facts, id, start, target) {
  const last = lastFor(facts, id, target);
  if (!last || start.version === target.version) return [];
  const end = { asked: last.version, full: last.version, version: last.version.split(".", 2).join(".") };
  if (!isOlder(end, target)) return [];
  const message = say(facts, "past-last", { ...last, target: target.asked });
  return [{ field: "product", asked: id, message, hint: say(facts, "past-last-hint", last) }];
}

/** Every stop after the start, the target last, or none; `_way` of making.py says what `passed` is. */
function toWay(facts, start, target, request) {
  if (start.version === target.version) return { way: [], passed: [] };
  const [from, to] = [rank(start.version), rank(target.version)];
  const isBetween = ({ version }) => from < rank(version) && rank(version) < to;
  const between = facts.stops.filter((stop) => isBetween(stop) && !stop.skipped);
  const rules = Object.fromEntries(toRules(facts, request).map(({ id, strength }) => [id, strength]));
  const stops = between.flatMap((stop) => {
    if (stop.track_id && rules[EVERY_LTS_TRACK]) return [toStop(facts, stop, rules[EVERY_LTS_TRACK], "lts-by-web")];
    return rules[NO_LONG_GAPS] ? [toStop(facts, stop, rules[NO_LONG_GAPS], "between")] : [];
  });
  const isPassed = stops.length < between.length;
  const hasLts = between.some((stop) => stop.track_id);
  const last = stopAt(facts, target.version) ?? { version: target.version };
  return {
    way: [...stops, toStop(facts, last, "target", "your-target")],
    passed: [...(isPassed ? ["passed"] : []), ...(hasLts ? [`lts>${parseInt(target.version)}`] : [])],
  };
}

function toStop(facts, stop, reason, key) {
  return { ...stop, reason, reason_text: say(facts, key) };
}

/** The rules that make the stops of the way that is asked for. */
function toRules(facts, { web, every }) {
  return facts.rules.filter(({ id }) => (web && id === EVERY_LTS_TRACK) || (every && id === NO_LONG_GAPS));
}

/** Whether a change is what somebody cares about. */
function isWanted(arrival, { areas, products, names }) {
  if (areas.length && !areas.includes(arrival.hit.area)) return false;
  if (products.length && arrival.only && !arrival.only.some((id) => products.includes(id))) return false;
  return !names.length || names.some(({ recorded }) => recorded([arrival]).length);
}

/** Each change where it takes effect, or else at the last of its stages on the way. */
function onceAChange(kept) {
  const toRank = ({ hit }) => (hit.effect ? 1_000 : 0) + (hit.stage ?? 0);
  const sorted = [...kept].sort((one, other) => toRank(one) - toRank(other));
  const last = new Map(sorted.map((arrival) => [arrival.hit.id, arrival]));
  return kept.filter((arrival) => last.get(arrival.hit.id) === arrival);
}

/** An arrival with what holds for this plan alone. */
function toTold(facts, arrival, kept, start, names, request) {
  const { class_after_reset: afterReset, ...hit } = arrival.hit;
  const touched = [...new Set(names.flatMap(({ recorded }) => recorded([arrival])))];
  const marks = [...(hit.marks ?? [])];
  if (rank(start.version) >= rank(arrival.since)) marks.push(say(facts, "unnamed-behind", { start: start.version }));
  if (touched.length) marks.push(say(facts, "names", { names: touched.join(", ") }));
  const stages = kept.map((one) => one.hit).filter(({ id }) => id === hit.id);
  stages.sort((one, other) => one.stage - other.stage);
  if (marks.length) hit.marks = marks;
  if (touched.length) hit.names = touched;
  if (hit.stages) hit.stages = stages.flatMap((one) => one.stages);
  if (request.factory_reset && afterReset) hit.class_id = afterReset;
  return { ...arrival, hit };
}

/** Each stop with what is in force from there on and was not at the one before. */
function toSteps(way, told) {
  const ranks = way.map(({ version }) => rank(version));
  const places = told.map(({ since }) => ranks.findIndex((bound) => rank(since) <= bound));
  return way.map((stop, at) => {
    const hits = told.filter((_, number) => places[number] === at).map(({ hit }) => hit);
    hits.sort((one, other) => ORDER.indexOf(one.consequence) - ORDER.indexOf(other.consequence));
    const classes = CLASSES.map((name) => [name, hits.filter(({ class_id }) => class_id === name)]);
    return { ...stop, ...Object.fromEntries(classes.filter(([, members]) => members.length)) };
  });
}

/** An end of the way as it is shown. */
function toEnd(facts, { asked, full, version, note }) {
  const counted = full === version ? undefined : say(facts, "counts-as", { version });
  const build = facts.builds?.[full];
  const own = counted && build ? say(facts, "known-build", { build, counted }) : counted;
  const said = [own, note].filter(Boolean).join("; it ");
  return { asked, version, track: stopAt(facts, version)?.track, note: said || undefined };
}

/** How many stops, changes of each class, and changes that the filters leave out. */
function toCounts(steps, found, kept, told) {
  const [all, some] = [found, kept].map((arrivals) => new Set(arrivals.map(({ hit }) => hit.id)).size);
  const counts = CLASSES.map((name) => [name, told.filter(({ hit }) => hit.class_id === name).length]);
  const classes = Object.fromEntries(counts.filter(([, count]) => count));
  return { stops: steps.length, left_out: all - some, ...(told.length && { classes }) };
}

/** How many changes of each class there are, with a word for one alone. */
export function toHeadline(facts, { classes = {} }, one = "1") {
  const toText = ([name, count]) => ({ class: name, text: sayCount(facts, `count-${name}`, count, { one })[0] });
  return Object.entries(classes).map(toText);
}

/** What else to know before trusting the plan. */
function toWarnings(facts, way, uses, counts) {
  const target = way.at(-1);
  const missing = way.length ? uses.filter(({ recorded }) => !recorded.length) : [];
  return [
    ...(target?.scheduled ? [toWarning(facts, "target-scheduled", target)] : []),
    ...(target?.skipped && !target.scheduled ? [toWarning(facts, "not-offered", target)] : []),
    ...missing.map(({ name }) => toWarning(facts, "name-elsewhere", { name })),
    ...sayCount(facts, "left-out", counts.left_out).map((text) => ({ id: "left-out", text })),
  ];
}

/** The headline in a sentence, or why there is none. */
function toSummary(facts, verdict, { start, target, filtered }, counts) {
  const [chosen, none] = ["chosen", "none"].map((key) => say(facts, `${key}${filtered}`));
  const values = { start: start.asked, target: target.asked, chosen, none };
  const total = Object.values(counts.classes ?? {}).reduce((sum, count) => sum + count, 0);
  if (verdict === "same") return say(facts, start.full === target.full ? "same" : "same-release", values);
  if (!total) return say(facts, verdict, values);
  const texts = toHeadline(facts, counts, total === 1 ? "it" : "1").map(({ text }) => text);
  const parts = [texts.slice(0, -1).join(", "), texts.at(-1)].filter(Boolean).join(" and ");
  return sayCount(facts, "changes", total, { ...values, parts })[0];
}

/** The texts of the source that belong to the plan: `_advice` in making.py says how. */
function toAdvice(facts, start, target, kept, passed) {
  const [from, to] = [start, target].map(({ version }) => stopAt(facts, version)?.track_id ?? "active");
  const exact = [start, target].map(({ full }, at) => (full.split(".").length > 2 ? `+${[from, to][at]}` : ""));
  const defaults = kept.filter(({ hit }) => hit.applies_to === "factory-default");
  const majors = defaults.map(({ hit }) => parseInt(hit.version));
  const line = `;${[`${from}>${to}`, ...exact.filter(Boolean), ...majors, ...passed].join(";")};`;
  const fitting = facts.advice.filter(({ when }) => when.some((part) => line.includes(part)));
  return fitting.map(({ when, ...advice }) => advice);
}
