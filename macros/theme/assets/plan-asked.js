/**
 * Reads what somebody asks for: versions in any printed form, areas, products, names in use. The rest is refused.
 *
 * `portal/planner/asked.py` is the same in Python.
 */

const NUMBER = "(?:0|[1-9][0-9]{0,4})";
const VERSION = `${NUMBER}(?:\\.${NUMBER}(?:\\.(?:0|[1-9][0-9]{0,9})){0,2})?`;
const ASKED = RegExp(`^(?:axis os )?(?:lts[ -]?([0-9]{4})|v?(${VERSION})(?:\\.x)?)(?: - .*)?$`, "i");

/** A sentence of the facts with its places filled in. */
export function say(facts, key, values) {
  const known = { date: facts.as_of, ...values };
  return facts.words[key].replace(/\{([a-z]+)\}/g, (_, name) => known[name]);
}

/** A sentence about one thing or several, none about nothing. */
export function sayCount(facts, key, count, values) {
  if (!count) return [];
  return [say(facts, count === 1 ? `${key}-one` : key, { count, ...values })];
}

/** Why something that is asked for is refused. */
export function refuse(facts, field, asked, why, values) {
  const hint = facts.hints[why];
  return { field, message: say(facts, why, { asked, ...values }), hint, asked: asked || undefined };
}

/** A number that sorts as the release does: 11.10 after 11.9. */
export function rank(version) {
  const [major, minor = 0] = version.split(".").map(Number);
  return major * 100_000 + minor;
}

/** The known release of a version. */
export function stopAt(facts, version) {
  return facts.stops.find((stop) => stop.version === version);
}

/** The name of the LTS track that a text means, if it is one. */
export function toLts(text) {
  const year = ASKED.exec(text.trim().split(/\s+/).join(" "))?.[1];
  return year && `LTS ${year}`;
}

/** The release that a text means as the `start` or the `target`: `version`, of the `full` one; or why it is refused. */
export function readEnd(facts, field, text) {
  const asked = text.trim().split(/\s+/).join(" ");
  const [, year, full] = ASKED.exec(asked) ?? [];
  const lts = facts.stops.find(({ track }) => track === `LTS ${year}`);
  if (lts) return { asked: lts.track, full: lts.version, version: lts.version };
  if (!full) return refuse(facts, field, asked, year ? "unknown-lts" : "not-a-version");
  if (!full.includes(".")) return readMajor(facts, field, full);
  const version = full.split(".", 2).join(".");
  return { asked: full, full, version, note: toPlaced(facts, version) };
}

/** What a major version alone means: its earliest release to start from, its latest to get. */
function readMajor(facts, field, asked) {
  const stops = facts.stops.filter(({ version }) => version.split(".")[0] === asked);
  const out = stops.filter(({ scheduled }) => !scheduled);
  const known = field === "start" ? stops[0] : (out.at(-1) ?? stops.at(-1));
  const version = known?.version ?? `${asked}.0`;
  const why = field === "start" ? "first" : out.length ? "latest-out" : "latest";
  const note = known ? say(facts, `taken-as-${why}`, { version }) : toPlaced(facts, version);
  return { asked, full: version, version, note };
}

/** How a release that the data does not name is placed; nothing of one that it names. */
function toPlaced(facts, version) {
  if (stopAt(facts, version)) return undefined;
  const key = facts.product_specific?.includes(version) ? "placed-product-specific" : "placed";
  return say(facts, key, { version, near: toNear(facts, version) });
}

/** Whether a target is before a start. Within a release only versions of three numbers are compared. */
export function isOlder(target, start) {
  const patch = ({ full }) => Number(/^\d+\.\d+\.(\d+)$/.exec(full)?.[1]);
  const [from, to] = [rank(start.version), rank(target.version)];
  return to < from || (to === from && patch(target) < patch(start));
}

/** The known releases beside one that is not. */
function toNear({ stops }, version) {
  const at = stops.filter((stop) => rank(stop.version) < rank(version)).length;
  const beside = stops.slice(Math.max(0, at - 1), at + 1);
  return beside.map((stop) => stop.version).join(" and ");
}

/** Where the way leaves what the data knows. That nothing is recorded there means nothing. */
export function toDoubts(facts, start, target) {
  const latest = facts.stops.findLast(({ scheduled }) => !scheduled)?.version;
  const isBeyond = ({ version }) => !stopAt(facts, version) && !(latest && rank(version) <= rank(latest));
  const toBeyond = ({ version }) => toWarning(facts, "beyond", { version, near: toNear(facts, version) });
  const beyond = [start, target].filter(isBeyond).map(toBeyond);
  const [from, to] = [rank(start.version), rank(target.version)];
  const passed = facts.stops.filter(({ version }) => from < rank(version) && rank(version) < to);
  const majors = new Set([...passed, ...(from < to ? [target] : [])].map(({ version }) => parseInt(version)));
  const silent = [...majors].filter((major) => !facts.majors.includes(major)).join(", ");
  return silent ? [...beyond, toWarning(facts, "not-documented", { majors: silent })] : beyond;
}

/** A warning of the facts' words. */
export function toWarning(facts, id, values) {
  return { id, text: say(facts, id, values) };
}

/** A name as names are compared: in lower case, without the maker's. */
export function fold(name) {
  return name.toLowerCase().trim().split(/\s+/).join(" ").replace(/^axis /, "");
}

/** The area or product that is asked for, as its id. */
export function readId(facts, field, asked) {
  const folded = fold(asked);
  const ids = facts[`${field}s`];
  return Object.hasOwn(ids, folded) ? ids[folded] : refuse(facts, field, asked, `unknown-${field}`);
}

/** A name in use, with what it is in some arrivals; `AskedName` of asked.py says how names are compared. */
export function readName(facts, name) {
  const used = name.split("?")[0].toLowerCase().trim().replace(/^root\./, "").match(/[a-z0-9_#-]+/g);
  if (!used) return refuse(facts, "uses", name, "empty-name");
  const toPattern = (parts) => parts.join(" ").replace(/[0-9]+/g, "(?:$&|#)");
  const most = Math.max(1, ...Object.values(facts.parts).map((parts) => parts.split(" ").length));
  const ends = used.slice(0, most).flatMap((_, at) => [used.slice(-at - 1), used.slice(0, at + 1)]).map(toPattern);
  const within = RegExp(`(?:^| )${toPattern(used)}(?: |$)`);
  const around = RegExp(`${within.source}|^(?:${ends.join("|")})$`);
  const matching = (pattern, names = []) => names.filter((one) => pattern.test(facts.parts[one] ?? ""));
  const toNames = ({ calls, names }) => [...matching(around, calls), ...matching(within, names)];
  const recorded = (arrivals) => [...new Set(arrivals.flatMap(toNames))];
  return recorded(facts.items).length ? { name, recorded } : refuse(facts, "uses", name, "unknown-name");
}

/** Whether one letter is missing, too much, wrong or swapped with the next. Other digits are another name. */
export function isNear(one, other) {
  let [start, end] = [0, 0];
  while (start < one.length && one[start] === other[start]) start++;
  while (end < Math.min(one.length, other.length) - start && one.at(-end - 1) === other.at(-end - 1)) end++;
  const [has, wants] = [one, other].map((word) => word.slice(start, word.length - end));
  const isSwapped = has.length === 2 && has[0] === wants[1] && has[1] === wants[0];
  return !/\d/.test(has + wants) && ((has.length < 2 && wants.length < 2) || (isSwapped && wants.length === 2));
}
