/** Answers that stand above what the index has: where a version or an LTS track leads, or two of them. */

import { element } from "./pieces.js";
import { rank, readEnd, stopAt } from "./plan-asked.js";
import { LITTLE, facts } from "./search-near.js";

/** A version or an LTS track that stands alone: not a part of a name, a path or an address. */
const NAMED = /(?:^|\s)(?:lts[ -]?\d{4}|v?\d+(?:\.\d+){0,3}(?:\.x)?)(?=\.?(?:\s|$))/gi;

/** What a question about a version is about, by its words: the first that a text has counts. */
const ABOUT = {
  back: /^(?:downgrad\w+|back|rollback|roll|revert\w*)$/i,
  support: /^(?:support\w*|eol|eos|end|life|lifecycle|until|maint\w+|expir\w+|lts|track)$/i,
  plan: /^(?:upgrad\w+|updat\w+|migrat\w+|plan|steps?|path|jump)$/i,
  changes: /^(?:break\w*|chang\w+|remov\w+|deprecat\w+)$/i,
  release: /^(?:releas\w+|dates?|out|comes?|came|coming|new|notes|changelog|available)$/i,
  device: /^(?:axis|os|firmware|fw|version|latest|cameras?|devices?|products?)$/i,
  filler: /^(?:years?|long|old|get|go|move|need|between|vs)$/i,
};

/**
 * The answers to a text, the best first: a label, a path and what to ask for there. None where it asks for something
 * else that pages have; `isLost` is that no page has all of it.
 */
async function toWays(text, isLost) {
  const plain = text.replace(/->|→|[,;?!()]/g, " ");
  const words = plain.replace(NAMED, " ").split(/\s+/).filter((word) => word && !LITTLE.test(word));
  const topics = words.map((word) => Object.entries(ABOUT).find(([, pattern]) => pattern.test(word))?.[0]);
  const typed = [...new Set(plain.match(NAMED)?.map((one) => one.trim().toLowerCase().replace(/^v|\.x$/g, "")))];
  const isBare = typed.every((one) => /^\d+$/.test(one));
  const isOther = topics.includes(undefined) && (!isLost || isBare || words.some((word) => /[./_=]/.test(word)));
  if (!typed.length || isOther) return [];
  const known = await facts();
  const ends = typed.map((one) => ({ ...readEnd(known, "start", one), asked: one.replace(/^lts[ -]?/, "LTS ") }));
  const named = ends.filter(({ asked, version }) => {
    const isKnown = known.stops.some((stop) => parseInt(stop.version) === parseInt(version));
    const isAddress = asked.split(".").length > 3 && !stopAt(known, version);
    return asked.startsWith("LTS") || (isKnown && !isAddress);
  });
  if (!named.length) return [];
  if (topics.includes("back")) return [["Going back to an earlier version", "lifecycle/going-back/"]];
  const [{ asked, version }] = named.sort((a, b) => rank(a.version ?? "99") - rank(b.version ?? "99"));
  const target = named.at(-1)?.asked ?? asked;
  if (named.length > 1) return [[`Plan an upgrade from ${asked} to ${target}`, "plan/", { start: asked, target }]];
  const name = asked.startsWith("LTS") ? asked : `AXIS OS ${asked}`;
  const end = /\bto\s/i.test(plain) ? "target" : "start";
  const [release, major] = [stopAt(known, version), parseInt(version)];
  const ways = {
    support: [`${name}: is it supported?`, "lifecycle/", { version: asked }],
    plan: [`Plan an upgrade ${end === "target" ? "to" : "from"} ${name}`, "plan/", { [end]: asked }],
  };
  if (release) ways.release = [`AXIS OS ${version}: the release`, release.page];
  if (known.majors.includes(major)) ways.changes = [`What breaks in AXIS OS ${major}`, `changes/${major}/`];
  const topic = Object.keys(ABOUT).find((one) => topics.includes(one) && ways[one]);
  const best = ways[topic ?? (isBare ? "changes" : "support")] ?? ways.support;
  return [best, ...Object.values(ways).filter((way) => way !== best)];
}

/** A list item with the answer to a text, or none. */
export async function toCards(text, isLost) {
  const [best, ...others] = (await toWays(text, isLost)).map(([label, path, asked]) => {
    const url = new URL(`../${path}`, import.meta.url);
    url.search = `${new URLSearchParams(asked)}`;
    return Object.assign(element("a", "", label), { href: url.href });
  });
  if (!best) return [];
  best.className = "search__link";
  return [element("li", "search__item", best, element("p", "search__others", ...others))];
}
