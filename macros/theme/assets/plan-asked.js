/** Reads what somebody asks for: versions in any printed form, and names in use. */

const NUMBER = "(?:0|[1-9][0-9]{0,4})";
const ASKED = RegExp(`^(?:axis os )?(?:lts[ -]?([0-9]{4})|(${NUMBER}(?:\\.${NUMBER}){0,3})(?:\\.x)?)(?: - (.*))?$`, "i");

/** A number that sorts as the release does: 11.10 after 11.9. @param {string} version */
export function rank(version) {
  const [major, minor = 0] = version.split(".").map(Number);
  return major * 100_000 + minor;
}

/** The known releases beside one that is not. */
export function near({ stops }, version) {
  const at = stops.filter((stop) => rank(stop.version) < rank(version)).length;
  const beside = stops.slice(Math.max(0, at - 1), at + 1);
  return beside.map((stop) => stop.version).join(" and ");
}

/** An end of the way: as asked, in full, and the release that it is of. Or a refusal. */
export function readEnd(facts, field, text, refuse) {
  const { stops, product_specific: own } = facts;
  const asked = text.trim().split(/\s+/).join(" ");
  const [, year, full, tag = ""] = ASKED.exec(asked) ?? [];
  const lts = stops.find(({ track }) => track === `LTS ${year}`);
  if (lts) return { asked: lts.track, full: lts.version, version: lts.version };
  if (!full) return refuse(field, asked, year ? "unknown-lts" : "not-a-version");
  if (!full.includes(".")) return refuse(field, full, "major-only");
  const version = full.split(".", 2).join(".");
  const isPast = stops.some((stop) => !stop.scheduled && rank(stop.version) >= rank(version));
  const isOwn = /pss/i.test(tag) || own?.includes(version);
  if (stops.some((stop) => stop.version === version) || (!isPast && !isOwn)) return { asked: full, full, version };
  return refuse(field, asked, isOwn ? "product-specific" : "unknown-release", { near: near(facts, version) });
}

/**
 * A function that gives the names that a name in use means in some arrivals; nothing where it has no part.
 * `AskedName` in portal/planner/asked.py says how names are compared.
 */
export function toMatcher({ parts }, name) {
  const used = name.split("?")[0].toLowerCase().trim().replace(/^root\./, "").match(/[a-z0-9_#-]+/g);
  if (!used) return;
  const run = (some) => some.join(" ").replace(/[0-9]+/g, "(?:$&|#)");
  const ends = used.flatMap((_, at) => [used.slice(at), used.slice(0, at + 1)]).map(run);
  const within = RegExp(`(?:^| )${run(used)}(?: |$)`);
  const around = RegExp(`${within.source}|^(?:${ends.join("|")})$`);
  const named = (pattern, names = []) => names.filter((one) => pattern.test(parts[one] ?? ""));
  const recorded = ({ calls, names }) => [...named(around, calls), ...named(within, names)];
  return (arrivals) => [...new Set(arrivals.flatMap(recorded))];
}
