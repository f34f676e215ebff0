/**
 * Makes the plan of an upgrade from the facts of `api/v1/plan.json`: no page, no clock, no network.
 *
 * `portal/planner/making.py` is the same in Python; `tests/plans/` holds both to the same answers.
 */

import { near, rank, readEnd, toMatcher } from "./plan-asked.js";

/** @typedef {{ start: string, target: string, factory_reset?: any, web?: any, areas?: string[], products?: string[],
 *   uses?: string[] }} Request */

const some = (items) => (items.length ? items : undefined);
const countOf = (arrivals) => new Set(arrivals.map(({ hit }) => hit.id)).size;
const patch = ({ full }) => Number(/^\d+\.\d+\.(\d+)$/.exec(full)?.[1]); // four numbers such as 9.80.3.2 do not compare

/** The plan, or `refusals`, to be written as JSON. @param {any} facts @param {Request} request @returns {any} */
export function makePlan(facts, request) {
  const { items, stops, rollback, coverage, site } = facts;
  const { factory_reset, web, areas = [], products = [], uses = [] } = request;
  const isNow = ({ hit }) => factory_reset || hit.applies_to !== "factory-default";
  const stopAt = ({ version }) => stops.find((stop) => stop.version === version);
  const [start, target] = ["start", "target"].map((field) => readEnd(facts, field, request[field], refuse));
  const [ownAreas, ownProducts] = [areas.map(readId("area")), products.map(readId("product"))];
  const names = uses.map((name) => toMatcher(facts, name) ?? refuse("uses", name, "empty-name"));
  const refusals = [start, target, ...ownAreas, ...ownProducts, ...names].filter(({ message }) => message);
  if (refusals.length) return { refusals };
  const ends = { start: start.asked, target: target.asked };
  const [from, to] = [rank(start.version), rank(target.version)];
  if (from > to || (from === to && patch(start) > patch(target)))
    return { refusals: [refuse("target", target.asked, "downgrade", ends)], rollback };

  const way = from < to ? toWay() : [];
  const found = items.filter(({ since, behind }) => way.length && from < rank(behind) && rank(since) <= to);
  const inUse = names.map((recorded) => new Set(items.filter((one) => recorded([one]).length)));
  const kept = found.filter(isWanted);
  const hit = countOf(kept.filter(isNow));
  const later = countOf(kept) - hit; // a change never is both
  const counts = { stops: way.length, hit, later, left_out: countOf(found) - countOf(kept) };
  const used = uses.map((name, at) => ({ name, recorded: names[at](kept) }));
  const warnings = toWarnings();
  const isUnsure = warnings.some(({ id }) => id === "beyond" || id === "not-documented");
  const verdict = !way.length ? "same" : hit ? "breaks" : isUnsure ? "cannot-say" : "nothing";
  return {
    asked: request,
    title: say("title", ends),
    start: toPlace(start),
    target: toPlace(target),
    uses: used,
    verdict,
    summary: [...(hit ? counted(verdict, hit, ends) : [say(verdict, ends)]), ...counted("later", later)].join(" "),
    counts,
    warnings,
    steps: toSteps(),
    rules: facts.rules.filter(({ id }) => way.some(({ rules }) => rules.includes(id))),
    advice: toAdvice(),
    rollback: way.length ? rollback : undefined,
    coverage,
    site,
  };

  /** A sentence of the facts with its places filled in. */
  function say(key, values) {
    return facts.words[key].replace(/\{([a-z]+)\}/g, (_, name) => ({ date: facts.as_of, ...values })[name]);
  }

  function counted(key, count, values) {
    return count ? [say(count === 1 ? `${key}-one` : key, { count, ...values })] : [];
  }

  function refuse(field, asked, why, values) {
    const hint = facts.hints[`${why}-${asked}`] ?? facts.hints[why] ?? say("near", values);
    return { field, asked: asked || undefined, message: say(why, { asked, ...values }), hint };
  }

  function readId(field) {
    const fold = (text) => text.toLowerCase().trim().split(/\s+/).join(" ").replace(/^axis /, "");
    return (text) => facts[`${field}s`][fold(text)] ?? refuse(field, text, `unknown-${field}`);
  }

  function toPlace({ asked, full, version }) {
    return { asked, version, track: stopAt({ version })?.track, note: full === version ? undefined : say("counts-as", { version }) };
  }

  /** Every stop after the start, the target last. */
  function toWay() {
    const between = stops.filter(({ version }) => from < rank(version) && rank(version) < to);
    const last = { version: target.version, reason: "target", reason_text: say("your-target"), rules: [] };
    return [...between.map((stop) => ({ ...stop, ...(web && facts.by_web[stop.version]) })), { ...stopAt(target), ...last }];
  }

  function isWanted(arrival) {
    if (areas.length && !ownAreas.includes(arrival.hit.area)) return false;
    if (products.length && arrival.only?.every((id) => !ownProducts.includes(id))) return false;
    return !uses.length || inUse.some((one) => one.has(arrival));
  }

  /** Each stop with what is in force from there on and was not at the one before. */
  function toSteps() {
    const bounds = way.map(({ version }) => rank(version));
    const arriving = way.map(() => []);
    for (const arrival of kept) {
      const since = rank(arrival.since);
      arriving[bounds.findIndex((bound) => since <= bound)].push(arrival);
    }
    const seen = new Set();
    return way.map((stop, at) => {
      const hits = { before: [], at: [], after: [] };
      for (const one of arriving[at]) hits[!isNow(one) ? "after" : one.hit.action ? "before" : "at"].push(toHit(one, seen));
      return { ...stop, ...hits };
    });
  }

  function toHit(arrival, seen) {
    const touched = [...new Set(names.flatMap((recorded) => recorded([arrival])))];
    const marks = [...(arrival.hit.marks ?? [])];
    if (from >= rank(arrival.since)) marks.push(say("unnamed-behind", { start: start.version }));
    if (touched.length) marks.push(say("names", { names: touched.join(", ") }));
    const again = seen.has(arrival.hit.id) || undefined;
    seen.add(arrival.hit.id);
    return { ...arrival.hit, marks: some(marks), names: some(touched), again };
  }

  /** What to know before trusting the plan. The first two are doubts: the way leaves what the facts know. */
  function toWarnings() {
    const majors = way.filter(stopAt).map(({ version }) => parseInt(version));
    const silent = [...new Set(majors)].filter((major) => !facts.majors.includes(major)).join(", ");
    const toMissing = ({ name }, at) => [inUse[at].size ? "name-elsewhere" : "name-unknown", { name }];
    const said = [
      ...[start, target].filter((end) => !stopAt(end)).map(({ version }) => ["beyond", { version, near: near(facts, version) }]),
      silent && ["not-documented", { majors: silent }],
      way.at(-1)?.scheduled && ["target-scheduled", way.at(-1)],
      ...used.map((use, at) => way.length && !use.recorded.length && toMissing(use, at)),
    ].filter(Boolean).map(([id, values]) => ({ id, text: say(id, values) }));
    return [...said, ...counted("left-out", counts.left_out).map((text) => ({ id: "left-out", text }))];
  }

  /** The texts of the source that belong to the plan: `_advice` in portal/planner/making.py says how. */
  function toAdvice() {
    const trackOf = (end) => stopAt(end)?.track_id ?? "active";
    const exact = [start, target].filter(({ full }) => full.split(".").length > 2).map((end) => `+${trackOf(end)}`);
    const defaults = kept.filter(({ hit }) => hit.applies_to === "factory-default").map(({ hit }) => parseInt(hit.version));
    const line = `;${[`${trackOf(start)}>${trackOf(target)}`, ...exact, ...defaults].join(";")};`;
    return facts.advice.filter(({ when }) => when.some((part) => line.includes(part))).map(({ when, ...advice }) => advice);
  }
}
