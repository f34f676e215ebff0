/**
 * Makes the plan of an upgrade from the facts of `api/v1/plan.json`: no page, no clock, no network.
 *
 * `portal/planner/` is the same in Python; `tests/plans/` holds both to the same answers.
 */

import { listed, near, rank, readEnd } from "./plan-asked.js";
import { recorded, toParts } from "./plan-names.js";

/** @typedef {{ start: string, target: string, factory_reset?: boolean, web?: boolean, areas?: string[],
 *   products?: string[], uses?: string[] }} Request */

const once = (items) => [...new Set(items)];
const isFirst = ({ id }, at, all) => all.findIndex((one) => one.id === id) === at;

/** The plan, or `refusals`, to be written as JSON. @param {any} facts @param {Request} request @returns {any} */
export function makePlan(facts, { factory_reset = false, web = false, areas = [], products = [], uses = [], ...asked }) {
  const { prepared } = facts;
  const [start, target] = ["start", "target"].map((field) => readEnd(facts, field, asked[field], say, refuse));
  const wanted = { areas: readIds("area", prepared.areas, areas), products: readIds("product", prepared.products, products) };
  const nameless = uses.filter((name) => !toParts(name).length).map((name) => refuse("uses", name, "empty-name"));
  const refusals = [start, target, ...wanted.areas, ...wanted.products, ...nameless].filter(({ message }) => message);
  if (refusals.length) return { refusals };
  const ends = { start: start.asked, target: target.asked };
  if (isOlder(target, start)) return { refusals: [refuse("target", target.asked, "downgrade", ends)], rollback: facts.rollback };

  const [from, to] = [rank(start.version), rank(target.version)];
  const way = from === to ? [] : toWay();
  const found = way.length ? toArrivals() : [];
  const kept = found.filter(isWanted);
  const changes = once(kept.map(({ change }) => change));
  const steps = toSteps();
  const hit = countOf(steps.flatMap(({ before, at }) => [...before, ...at]));
  const later = countOf(steps.flatMap(({ after }) => after));
  const left_out = once(found.map(({ change }) => change)).length - changes.length;
  const used = uses.map((name) => ({ name, recorded: namesIn(changes, name) }));
  const doubts = [...beyond(), ...silent()];
  const verdict = from === to ? "same" : hit ? "breaks" : doubts.length ? "cannot-say" : "nothing";
  return {
    start: toPlace(start),
    target: toPlace(target),
    factory_reset,
    web,
    ...wanted,
    uses: used,
    verdict,
    summary: [...(hit ? counted("breaks", hit) : [say(verdict, ends)]), ...counted("later", later)].join(" "),
    counts: { stops: steps.length, hit, later, left_out },
    warnings: [...doubts, ...(way.length ? warnings() : [])],
    steps,
    rules: facts.rules.filter(({ id }) => way.some(({ rules }) => rules.includes(id))),
    advice: facts.advice.filter(isFitting).filter(isFirst).map(({ start, target, patch, default_of, ...plain }) => plain),
    rollback: facts.rollback,
    coverage: prepared.coverage,
    site: facts.site,
  };

  /** A sentence of the facts with its places filled in. */
  function say(key, values) {
    return facts.words[key].replace(/\{([a-z]+)\}/g, (_, name) => values[name]);
  }

  function counted(key, count) {
    return count ? [say(count === 1 ? `${key}-one` : key, { ...ends, count })] : [];
  }

  function refuse(field, asked, why, { hint = prepared.hints[why], ...values } = {}) {
    return { field, asked, message: say(why, { asked, ...values }), hint };
  }

  function readIds(field, ids, texts) {
    const fold = (text) => text.toLowerCase().trim().split(/\s+/).join(" ").replace(/^axis /, "");
    return once(texts.map((text) => ids[fold(text)] ?? refuse(field, text, `unknown-${field}`)));
  }

  function stopAt(version) {
    return prepared.stops.find((stop) => stop.version === version);
  }

  function toPlace({ asked, full, version }) {
    const note = full === version ? undefined : say("counts-as", { version });
    return { asked, version, track: stopAt(version)?.track, note };
  }

  /** Every stop after the start, the target last. */
  function toWay() {
    const between = prepared.stops.filter(({ version }) => from < rank(version) && rank(version) < to);
    const last = { version: target.version, reason: "target", reason_text: say("your-target"), rules: [] };
    const stops = between.map((stop) => ({ ...stop, ...(web && stop.web) }));
    return [...stops, { ...stopAt(target.version), ...last }].map(({ web, ...stop }) => stop);
  }

  /** What comes after the start, or may, up to and with the target. */
  function toArrivals() {
    const onTheWay = prepared.hits.filter(({ since, behind }) => from < rank(behind) && rank(since) <= to);
    return onTheWay.map((arrival) => ({ ...arrival, change: facts.changes[arrival.change - 1] }));
  }

  function isWanted({ change, only }) {
    if (areas.length && !wanted.areas.includes(change.area)) return false;
    if (products.length && only && !only.some((id) => wanted.products.includes(id))) return false;
    return !uses.length || uses.some((name) => recorded(change, name).length);
  }

  function toSteps() {
    const bounds = way.map(({ version }) => rank(version));
    const hits = way.map(() => []);
    for (const arrival of kept) {
      const since = rank(arrival.since);
      hits[bounds.findIndex((bound) => since <= bound)].push(toHit(arrival));
    }
    const isNow = ({ applies_to }) => factory_reset || applies_to !== "factory-default";
    return way.map((stop, at) => ({
      ...stop,
      before: hits[at].filter((one) => isNow(one) && one.action),
      at: hits[at].filter((one) => isNow(one) && !one.action),
      after: hits[at].filter((one) => !isNow(one)),
    }));
  }

  function toHit({ change, since, behind, only, marks = [], ...point }) {
    const { endpoints, parameters, names, stages, planned, first, last, ...plain } = change;
    const unsure = facts.words["unnamed-behind"];
    const said = marks.filter((mark) => mark !== unsure || from >= rank(since));
    const found = once(uses.flatMap((name) => recorded(change, name)));
    return {
      ...plain,
      ...point,
      marks: said.length ? said.map((mark) => (mark === unsure ? say("unnamed-behind", { start: start.version }) : mark)) : undefined,
      names: found.length ? found : undefined,
    };
  }

  function countOf(hits) {
    return new Set(hits.map(({ id }) => id)).size;
  }

  function namesIn(some, name) {
    return once(some.flatMap((change) => recorded(change, name)));
  }

  function toWarning(id, values, key = id) {
    return { id, text: say(key, { date: facts.data_as_of, ...values }) };
  }

  function beyond() {
    const versions = [start.version, target.version].filter((version) => !stopAt(version));
    return versions.map((version) => toWarning("beyond", { version, near: listed(near(facts, version).filter(Boolean)) }));
  }

  /** Nothing is documented for some major versions on the way. */
  function silent() {
    const majors = once(way.filter(({ version }) => stopAt(version)).map(({ version }) => parseInt(version)));
    const unknown = majors.filter((major) => !facts.majors.includes(major));
    return unknown.length ? [toWarning("not-documented", { majors: listed(unknown) })] : [];
  }

  function warnings() {
    const unmet = used.filter((use) => !use.recorded.length).map(({ name }) => {
      const behind = namesIn(facts.changes, name).length ? "name-elsewhere" : "name-unknown";
      return toWarning(namesIn(found.map(({ change }) => change), name).length ? "name-left-out" : behind, { name });
    });
    const planned = stopAt(target.version)?.scheduled ? [toWarning("target-scheduled", target)] : [];
    const leftOut = counted("left-out", left_out).map((text) => ({ id: "left-out", text }));
    return [...planned, ...unmet, ...leftOut];
  }

  /** Whether a piece of advice belongs to the plan: all its conditions hold. */
  function isFitting(advice) {
    const trackAt = (version) => facts.tracks.find(({ line }) => line === version)?.id ?? "active";
    const named = [[advice.start, start], [advice.target, target]].filter(([tracks]) => tracks);
    const defaults = changes.filter(({ applies_to }) => applies_to === "factory-default");
    return (
      named.every(([tracks, { version }]) => tracks.includes(trackAt(version))) &&
      (!advice.patch || named.some(([, { full }]) => full.split(".").length > 2)) &&
      (!advice.default_of || defaults.some(({ version }) => parseInt(version) === advice.default_of))
    );
  }
}

/** Within a release, four numbers such as 9.80.3.2 do not compare with three. */
function isOlder(target, start) {
  const isPatch = [target, start].every(({ full }) => full.split(".").length === 3);
  if (target.version === start.version) return isPatch && rank(target.full) < rank(start.full);
  return rank(target.version) < rank(start.version);
}
