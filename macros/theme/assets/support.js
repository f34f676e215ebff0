/**
 * The page /lifecycle/: tells whether a version is supported today, and how far each track is.
 *
 * `portal/planner/supported.py` is the same in Python.
 */

import { remember, restore, toQuery } from "./form-state.js";
import { element, load } from "./pieces.js";
import { rank, readEnd, say, stopAt, toLts } from "./plan-asked.js";

const BADGE = {
  supported: "released",
  "latest-only": "released",
  "by-rule": "tentative",
  ended: "canceled",
  superseded: "canceled",
  upcoming: "planned",
};
const isSure = ({ sureness }) => sureness.startsWith("vendor");

/** How far an LTS track is on a day, such as 2026-11-30. A third party's date alone makes it neither way. */
export function stateOf({ begins, ends, ends_by_rule: byRule, status }, today) {
  if (begins?.date.start && today < begins.date.start) return "upcoming";
  if (status === "upcoming") return "unknown";
  if (ends) {
    const { start, end, approximate } = ends.date;
    if (isSure(ends) && start && today < start) return "supported";
    return end && today > end && !approximate && (isSure(ends) || status === "ended") ? "ended" : "unknown";
  }
  if (status === "current" && byRule?.date.start && today < byRule.date.start) return "by-rule";
  return status === "ended" ? "ended" : "unknown";
}

/** Whether a version is supported on a day, or why it is none. */
export function support(facts, asked, today) {
  const end = readEnd(facts, "target", asked);
  if ("message" in end) {
    const row = facts.tracks.find(({ name }) => name === toLts(asked));
    if (!row) return { refusals: [end] };
    const summary = say(facts, "say-no-release", { track: row.name });
    return { asked: row.name, state: stateOf(row, today), summary, track: row.id };
  }
  const { track_id: id = "active", scheduled = "" } = stopAt(facts, end.version) ?? {};
  const isProduct = facts.product_specific.includes(end.version);
  const track = isProduct ? undefined : facts.tracks.find((one) => one.id === id);
  const judge = track?.kind === "active" ? onActive : onLts;
  const [state, keys, latest] = track
    ? judge(facts, track, end, today, scheduled)
    : ["unknown", [isProduct ? "say-product" : "say-beyond"]];
  const until = (track?.ends ?? track?.ends_by_rule ?? track?.stands)?.text;
  const values = { name: `AXIS OS ${end.full}`, track: track?.name, until, latest, scheduled };
  const summary = keys.map((key) => say(facts, key, values)).join(" ");
  const note = track && end.note && `${end.asked} ${end.note}.`;
  return { asked: end.full, state, summary, ...(track && { track: track.id }), ...(note && { note }) };
}

/** The state, the keys of the sentences that say it, and what is newer. */
function onLts({ kinds }, track, end, today) {
  const state = stateOf(track, today);
  const newer = toNewer(track, end);
  if (["ended", "upcoming"].includes(state)) return [state, [`say-${state}`]];
  if (!newer.length || !kinds[track.kind].supports) {
    return [state, track.builds?.[0].version === end.full ? [`say-${state}`, "is-latest"] : [`say-${state}`]];
  }
  const sure = newer.find(isSure);
  if (!sure) return ["unknown", ["say-reported"], newer[0].version];
  return ["superseded", ["say-superseded", `and-${state}`], sure.version];
}

/** The same of the active track. */
function onActive({ data_as_of: asOf, kinds, stops }, track, end, today, scheduled) {
  const latest = stops.filter((stop) => !stop.scheduled).at(-1)?.version;
  if (scheduled) return ["unknown", ["say-not-out"]];
  if (!latest || rank(end.version) > rank(latest)) return ["unknown", ["say-beyond"]];
  const newer = end.version === latest ? toNewer(track, end).find(isSure)?.version : latest;
  if (newer && kinds[track.kind].supports) return ["superseded", ["say-passed"], newer];
  if (newer) return ["unknown", ["say-passed-maybe"], newer];
  return asOf.end && today <= asOf.end ? ["supported", ["say-latest"]] : ["unknown", ["say-latest-known"]];
}

/** The builds of a release that are newer than a version of three numbers, latest first. */
function toNewer({ builds = [] }, { full, version }) {
  const patch = (text) => Number(/^\d+\.\d+\.(\d+)$/.exec(text)?.[1]);
  return builds.filter((build) => build.version.startsWith(`${version}.`) && patch(build.version) > patch(full));
}

async function start() {
  const root = document.querySelector("[data-support]");
  const [form, input, place] = ["form", "input", "[data-answer]"].map((one) => root.querySelector(one));
  const loading = load(root.dataset.facts);
  const day = new Date();
  const today = day.toLocaleDateString("sv"); // as 2026-11-30
  const badge = ({ words }, state) => element("span", `badge badge-${BADGE[state] ?? "due"}`, words[state]);

  /** What there is to say on a version: the answer, with what the page knows of its track. */
  function answer(facts, asked) {
    const { refusals, state, summary, note = "", track, asked: full } = support(facts, asked, today);
    if (refusals) return [element("p", "", `${refusals[0].message}: ${refusals[0].hint}`)];
    const date = day.toLocaleDateString("en-GB", { dateStyle: "long" });
    const known = root.querySelector(`[data-known="${track}"]`);
    return [
      element("h2", "", `AXIS OS ${full}: `, badge(facts, state)),
      element("p", "", element("strong", "", summary), ` ${note} Asked on ${date}; data as of ${facts.as_of}.`),
      ...(known ? [known.cloneNode(true)] : []),
    ];
  }

  async function obey() {
    const asked = restore([input]).get("version")?.trim();
    const facts = await loading;
    place.hidden = !asked;
    if (asked) place.replaceChildren(...(facts ? answer(facts, asked) : [element("p", "", root.dataset.failed)]));
  }

  form.hidden = false;
  form.addEventListener("submit", () => {
    remember(toQuery([input]), true);
    obey();
  });
  window.addEventListener("popstate", obey);
  obey();
  const facts = await loading;
  for (const track of facts?.tracks ?? []) {
    const state = track.kind === "active" ? "latest-only" : stateOf(track, today);
    const cell = root.querySelector(`#track-${track.id} [data-state]`);
    cell?.append(badge(facts, state));
    if (state !== "unknown" || track.status === "unknown") cell?.nextElementSibling?.remove();
  }
}

start();
