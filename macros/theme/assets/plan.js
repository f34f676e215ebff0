/**
 * Makes the plan of an upgrade from the facts of `api/v1/plan.json`: no page, no clock, no network.
 *
 * `portal/planner/making.py` is the same in Python, function by function; `tests/plans/` holds both to the same
 * answers.
 */

import { sayCount, isOlder, rank, readEnd, readId, readName, refuse, say, stopAt, toDoubts, toWarning } from "./plan-asked.js";

/** @typedef {import("./plan-asked.js").Refusal} Refusal */
/** @typedef {{ start: string, target: string, factory_reset?: any, web?: any, areas?: string[], products?: string[],
 *   uses?: string[] }} Request */

/** The groups of a step's hits: before the installation, with it, and the rest. */
export const BEFORE = ["first", "before"];
export const GROUPS = [...BEFORE, "at", "watch", "maybe", "after"];
const ORDER = ["upgrade-fails", "app-breaks", "integration-breaks", "default-changes", "nothing-to-do", null];
const BY_CONSEQUENCE = {
  "upgrade-fails": "first",
  "app-breaks": "before",
  "integration-breaks": "before",
  "nothing-to-do": "watch",
};

/** The plan, or `refusals`, to be written as JSON. @param {any} facts @param {Request} request @returns {any} */
export function makePlan(facts, request) {
  const wanted = readRequest(facts, request);
  if (wanted.refusals) return wanted;
  const { start, target, names } = wanted;
  const way = toWay(facts, start, target, request.web);
  const [from, to] = [rank(start.version), rank(target.version)];
  const isBehind = ({ behind }) => behind && rank(behind) <= from;
  const found = facts.items.filter((arrival) => way.length && !isBehind(arrival) && rank(arrival.since) <= to);
  const kept = found.filter((arrival) => isWanted(arrival, wanted));
  const steps = toSteps(facts, way, kept, start, names, request.factory_reset);
  const uses = names.map(({ name, recorded }) => ({ name, recorded: recorded(kept) }));
  const counts = toCounts(steps, found, kept);
  const doubts = toDoubts(facts, start, target);
  const verdict = toVerdict(way, counts, doubts);
  const ends = { start: start.asked, target: target.asked };
  return {
    asked: request,
    title: say(facts, "title", ends),
    start: toEnd(facts, start),
    target: toEnd(facts, target),
    uses,
    verdict,
    summary: toSummary(facts, verdict, ends, counts),
    counts,
    warnings: [...doubts, ...toWarnings(facts, way, names, uses, counts)],
    steps,
    rules: facts.rules.filter(({ id }) => way.some(({ rules }) => rules.includes(id))),
    advice: toAdvice(facts, start, target, kept),
    ...(way.length && toRollback(facts, target)),
    coverage: facts.coverage,
    site: facts.site,
    age: facts.age,
    ages: facts.ages,
  };
}

function toVerdict(way, counts, doubts) {
  if (!way.length) return "same";
  if (counts.hit) return "breaks";
  return counts.unconfirmed ? "may-break" : doubts.length ? "cannot-say" : "nothing";
}

/** What to do when an upgrade to a version goes wrong. */
function toRollback(facts, { version }) {
  const rollback = (facts.rollback ?? []).filter(({ major }) => !major || major === parseInt(version));
  return rollback.length ? { rollback } : {};
}

/** What is asked for, or `refusals` with all that cannot be planned with. @param {any} facts @param {Request} request */
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
  if (!isOlder(target, start)) return { start, target, areas, products, names };
  const refusal = refuse(facts, "target", target.asked, "downgrade", { start: start.asked, target: target.asked });
  return { refusals: [refusal], ...toRollback(facts, start) };
}

/** That a product cannot get the target: `_past_last` in making.py says when. @returns {Refusal[]} */
function toPastLast(facts, id, start, target) {
  const lasts = facts.last?.[id] ?? [];
  const on = (track) => lasts.find(({ track_id }) => track_id === track);
  const last = on(stopAt(facts, target.version)?.track_id ?? "active") ?? on("active");
  if (!last || start.version === target.version) return [];
  const end = { asked: last.version, full: last.version, version: last.version.split(".", 2).join(".") };
  if (!isOlder(end, target)) return [];
  const message = say(facts, "past-last", { ...last, target: target.asked });
  return [{ field: "product", asked: id, message, hint: say(facts, "past-last-hint", last) }];
}

/** Every stop after the start, the target last; none if there is nothing to install. */
function toWay(facts, start, target, isByWeb) {
  if (start.version === target.version) return [];
  const [from, to] = [rank(start.version), rank(target.version)];
  const isBetween = ({ version }) => from < rank(version) && rank(version) < to;
  const between = facts.stops.filter((stop) => isBetween(stop) && !stop.skipped);
  const last = { version: target.version, reason: "target", reason_text: say(facts, "your-target"), rules: [] };
  return [
    ...between.map((stop) => ({ ...stop, ...(isByWeb && facts.by_web[stop.version]) })),
    { ...stopAt(facts, target.version), ...last },
  ];
}

/** Whether a change is what somebody cares about. */
function isWanted(arrival, { areas, products, names }) {
  if (areas.length && !areas.includes(arrival.hit.area)) return false;
  if (products.length && arrival.only && !arrival.only.some((id) => products.includes(id))) return false;
  return !names.length || names.some(({ recorded }) => recorded([arrival]).length);
}

/** Each stop with what is in force from there on and was not at the one before. */
function toSteps(facts, way, kept, start, names, isReset) {
  const ranks = way.map(({ version }) => rank(version));
  const places = kept.map(({ since }) => rank(since)).map((since) => ranks.findIndex((bound) => since <= bound));
  const seen = new Set();
  return way.map((stop, at) => {
    const arriving = kept.filter((_, number) => places[number] === at);
    const hits = arriving.map((arrival) => {
      const isAgain = seen.has(arrival.hit.id);
      seen.add(arrival.hit.id);
      return toHit(facts, arrival, start, names, isAgain);
    });
    hits.sort((one, other) => ORDER.indexOf(one.consequence) - ORDER.indexOf(other.consequence));
    const groups = GROUPS.map((group) => [group, hits.filter((hit) => toGroup(hit, isReset) === group)]);
    return { ...stop, ...Object.fromEntries(groups) };
  });
}

/** What to do about a hit, as a group: by what is known, or else by what to prepare. */
function toGroup(hit, isReset) {
  if (hit.applies_to === "factory-default" && !isReset) return "after";
  if (hit.status === "unconfirmed") return "maybe";
  return BY_CONSEQUENCE[hit.consequence] ?? (hit.action ? "before" : "at");
}

/** A hit with what holds for this plan alone. */
function toHit(facts, arrival, start, names, isAgain) {
  const touched = [...new Set(names.flatMap(({ recorded }) => recorded([arrival])))];
  const marks = [...(arrival.hit.marks ?? [])];
  if (rank(start.version) >= rank(arrival.since)) marks.push(say(facts, "unnamed-behind", { start: start.version }));
  if (touched.length) marks.push(say(facts, "names", { names: touched.join(", ") }));
  const own = { ...arrival.hit };
  if (marks.length) own.marks = marks;
  if (touched.length) own.names = touched;
  if (isAgain) own.again = true;
  return own;
}

/** An end of the way as it is shown. */
function toEnd(facts, { asked, full, version }) {
  const counted = full === version ? undefined : say(facts, "counts-as", { version });
  const build = facts.builds?.[full];
  const note = counted && build ? say(facts, "known-build", { build, counted }) : counted;
  return { asked, version, track: stopAt(facts, version)?.track, note };
}

/** How many stops and different changes. */
function toCounts(steps, found, kept) {
  const count = (hits) => new Set(hits.map(({ id }) => id)).size;
  const [maybe, later] = ["maybe", "after"].map((group) => steps.flatMap((step) => step[group]));
  const now = steps.flatMap((step) => ["first", "before", "at", "watch"].flatMap((group) => step[group]));
  const sure = now.filter(({ sureness }) => sureness.startsWith("vendor"));
  const [all, some] = [found, kept].map((arrivals) => count(arrivals.map((arrival) => arrival.hit)));
  const known = new Map(now.filter((hit) => hit.consequence).map((hit) => [hit.id, hit.consequence]));
  const consequences = {};
  for (const one of known.values()) consequences[one] = (consequences[one] ?? 0) + 1;
  const reported = count(now) - count(sure);
  return {
    stops: steps.length,
    hit: count(now),
    unconfirmed: count([...now, ...maybe]) - count(now),
    later: count(later),
    left_out: all - some,
    ...(reported && { reported }),
    ...(known.size && { consequences }),
  };
}

/** What else to know before trusting the plan. */
function toWarnings(facts, way, names, uses, counts) {
  const target = way.at(-1);
  const missing = way.length ? names.filter((_, at) => !uses[at].recorded.length) : [];
  return [
    ...(target?.scheduled ? [toWarning(facts, "target-scheduled", target)] : []),
    ...(target?.skipped && !target.scheduled ? [toWarning(facts, "not-offered", target)] : []),
    ...missing.map(({ name, recorded }) =>
      toWarning(facts, recorded(facts.items).length ? "name-elsewhere" : "name-unknown", { name }),
    ),
    ...sayCount(facts, "left-out", counts.left_out).map((text) => ({ id: "left-out", text })),
  ];
}

/** The plan in a sentence or two. */
function toSummary(facts, verdict, ends, counts) {
  const said = verdict === "breaks" ? sayCount(facts, "breaks", counts.hit, ends) : [say(facts, verdict, ends)];
  const numbers = {
    fails: counts.consequences?.["upgrade-fails"],
    reported: counts.reported,
    "may-come": counts.unconfirmed,
    later: counts.later,
  };
  return [...said, ...Object.entries(numbers).flatMap(([key, count]) => sayCount(facts, key, count))].join(" ");
}

/** The texts of the source that belong to the plan: `_advice` in making.py says how. */
function toAdvice(facts, start, target, kept) {
  const [from, to] = [start, target].map(({ version }) => stopAt(facts, version)?.track_id ?? "active");
  const exact = [start, target].map(({ full }, at) => (full.split(".").length > 2 ? `+${[from, to][at]}` : ""));
  const defaults = kept.filter(({ hit }) => hit.applies_to === "factory-default").map(({ hit }) => parseInt(hit.version));
  const line = `;${[`${from}>${to}`, ...exact.filter(Boolean), ...defaults].join(";")};`;
  const fitting = facts.advice.filter(({ when }) => when.some((part) => line.includes(part)));
  return fitting.map(({ when, ...advice }) => advice);
}
