/** Reads versions in any printed form. What means no release is refused. */

/** @typedef {{ field: string, asked: string, message: string, hint?: string }} Refusal */
/** @typedef {{ asked: string, full: string, version: string }} End of the way: as asked, in full, its release */

const ASKED = /^(?:axis os )?(?:lts[ -]?([0-9]{4})|([0-9]+(?:\.[0-9]+){0,3})(?:\.x)?)(?: - (.*))?$/iu;
const PRINTED = /^(?:(?:0|[1-9][0-9]{0,4})(?:\.(?=[0-9])|$))+$/;

/** @type {Map<string, string>} */ const ranks = new Map();

/** A text that sorts as the version does: 11.10 after 11.9, and 11 before both. @param {string} version */
export function rank(version) {
  const known = ranks.get(version) ?? version.replace(/[0-9]+/g, (number) => number.padStart(5, "0"));
  ranks.set(version, known);
  return known;
}

/** `a`, `a and b` or `a, b and c`. @param {unknown[]} items */
export const listed = (items) => [items.slice(0, -1).join(", "), ...items.slice(-1)].filter(Boolean).join(" and ");

/** The known releases next below and next above one. @param {any} facts @param {string} version */
export function near({ releases }, version) {
  const below = releases.filter((known) => rank(known.version) < rank(version)).pop();
  return [below?.version, releases.find((known) => rank(known.version) > rank(version))?.version];
}

/**
 * @param {any} facts
 * @param {"start" | "target"} field
 * @param {string} text
 * @param {(key: string, values: any) => string} say
 * @param {(field: string, asked: string, why: string, values?: any) => Refusal} refuse
 * @returns {End | Refusal}
 */
export function readEnd(facts, field, text, say, refuse) {
  const asked = text.trim().split(/\s+/).join(" ");
  const [, year, full = "", tag = ""] = ASKED.exec(asked) ?? [];
  const track = facts.tracks.find(({ name }) => name === `LTS ${year}`);
  if (track?.line) return { asked: track.name, full: track.line, version: track.line };
  if (track) return refuse(field, asked, "lts-without-line", { track: track.name });
  if (year) return refuse(field, asked, "unknown-lts");
  if (!PRINTED.test(full)) return refuse(field, asked, "not-a-version");
  if (!full.includes(".")) return refuse(field, full, "major-only", { hint: facts.prepared.hints[`major-only-${full}`] });
  const version = full.split(".", 2).join(".");
  if (facts.releases.some((known) => known.version === version)) return { asked: full, full, version };
  const [below, above] = near(facts, version);
  const take = field === "start" ? below : above;
  const hint = say(take ? "near-take" : "near", { near: listed([below, above].filter(Boolean)), take });
  if (/pss/i.test(tag) || facts.product_specific.releases?.includes(version))
    return refuse(field, asked, "product-specific", { hint });
  const out = facts.releases.filter(({ scheduled }) => !scheduled).pop();
  if (!out || rank(version) > rank(out.version)) return { asked: full, full, version };
  return refuse(field, asked, "unknown-release", { hint });
}
