/**
 * Makes the plan of an upgrade from the facts of `api/v1/plan.json`: no page, no clock, no network.
 *
 * `portal/planner/making.py` is the same in Python, function by function; `tests/plans/` holds both to the same
 * answers.
 */

import { sayCount, isOlder, rank, readEnd, readId, readName, refuse, say, stopAt, toDoubts, toWarning } from "./plan-asked.js";

/** @typedef {{ start: string, target: string, factory_reset?: any, web?: any, areas?: string[], products?: string[],
 *   uses?: string[] }} Request */

/** The plan, or `refusals`, to be written as JSON. @param {any} facts @param {Request} request @returns {any} */
export function makePlan(facts, request) {
  const wanted = readRequest(facts, request);
  if (wanted.refusals) return wanted;
  const { start, target, names } = wanted;
  const way = toWay(facts, start, target, request.web);
  const [from, to] = [rank(start.version), rank(target.version)];
  const found = facts.items.filter(({ since, behind }) => way.length && from < rank(behind) && rank(since) <= to);
  const kept = found.filter((arrival) => isWanted(arrival, wanted));
  const steps = toSteps(facts, way, kept, start, names, request.factory_reset);
  const uses = names.map(({ name, recorded }) => ({ name, recorded: recorded(kept) }));
  const counts = toCounts(steps, found, kept);
  const doubts = toDoubts(facts, start, target);
  const verdict = !way.length ? "same" : counts.hit ? "breaks" : doubts.length ? "cannot-say" : "nothing";
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
    rollback: way.length ? facts.rollback : undefined,
    coverage: facts.coverage,
    site: facts.site,
  };
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
  if (!isOlder(target, start)) return { start, target, areas, products, names };
  const refusal = refuse(facts, "target", target.asked, "downgrade", { start: start.asked, target: target.asked });
  return { refusals: [refusal], rollback: facts.rollback };
}

/** Every stop after the start, the target last; none if there is nothing to install. */
function toWay(facts, start, target, isByWeb) {
  if (start.version === target.version) return [];
  const [from, to] = [rank(start.version), rank(target.version)];
  const between = facts.stops.filter(({ version }) => from < rank(version) && rank(version) < to);
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
    const now = hits.filter((hit) => isReset || hit.applies_to !== "factory-default");
    return {
      ...stop,
      before: now.filter(({ action }) => action),
      at: now.filter(({ action }) => !action),
      after: hits.filter((hit) => !now.includes(hit)),
    };
  });
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
  const note = full === version ? undefined : say(facts, "counts-as", { version });
  return { asked, version, track: stopAt(facts, version)?.track, note };
}

/** How many stops and different changes. */
function toCounts(steps, found, kept) {
  const count = (hits) => new Set(hits.map(({ id }) => id)).size;
  const hit = count(steps.flatMap(({ before, at }) => [...before, ...at]));
  const later = count(steps.flatMap(({ after }) => after));
  const [all, some] = [found, kept].map((arrivals) => count(arrivals.map((arrival) => arrival.hit)));
  return { stops: steps.length, hit, later, left_out: all - some };
}

/** What else to know before trusting the plan. */
function toWarnings(facts, way, names, uses, counts) {
  const target = way.at(-1);
  const missing = way.length ? names.filter((_, at) => !uses[at].recorded.length) : [];
  return [
    ...(target?.scheduled ? [toWarning(facts, "target-scheduled", target)] : []),
    ...missing.map(({ name, recorded }) =>
      toWarning(facts, recorded(facts.items).length ? "name-elsewhere" : "name-unknown", { name }),
    ),
    ...sayCount(facts, "left-out", counts.left_out).map((text) => ({ id: "left-out", text })),
  ];
}

/** The plan in a sentence or two. */
function toSummary(facts, verdict, ends, { hit, later }) {
  const said = verdict === "breaks" ? sayCount(facts, "breaks", hit, ends) : [say(facts, verdict, ends)];
  return [...said, ...sayCount(facts, "later", later)].join(" ");
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
