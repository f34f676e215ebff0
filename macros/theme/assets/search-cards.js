/**
 * Answers that stand above what the index has: to a version or an LTS track, where it leads; to two, the planner.
 */

import { element } from "./pieces.js";
import { rank, readEnd, stopAt } from "./plan-asked.js";
import { NAME } from "./search-index.js";
import { LITTLE, facts } from "./search-near.js";

/** @typedef {{ asked: string, major: string, release?: any }} Named a version or track, and its release if that is known */
/** @typedef {[text: string, path: string, query?: Record<string, string>]} Way */

/** A version or an LTS track that stands alone: not a part of a name, a path or an address. */
const NAMED = /(?:^|\s)(?:lts[ -]?\d{4}|v?\d+(?:\.\d+){0,3}(?:\.x)?)(?=\.?(?:\s|$))/gi;

/** What a question about a version is about -> which way answers it. The first that a text has counts. */
const ABOUT = {
  back: /^(?:downgrad\w+|back|rollback|roll|revert\w*)$/i,
  support: /^(?:support\w*|eol|eos|end|life|lifecycle|until|maint\w+|expir\w+|lts|track)$/i,
  plan: /^(?:upgrad\w+|updat\w+|migrat\w+|plan|steps?|path|jump)$/i,
  changes: /^(?:break\w*|chang\w+|remov\w+|deprecat\w+)$/i,
  release: /^(?:releas\w+|dates?|out|comes?|came|coming|new|notes|changelog|available)$/i,
};

/** Words beside a version that ask nothing else. */
const BESIDE = /^(?:axis|os|firmware|fw|version|latest|cameras?|devices?|products?|years?|long|old|get|go|move|need|directly|between|vs|long-term)$/i;

/** The versions and tracks in a text, each once. @param {any} known @param {string} text @returns {Named[]} */
function toNamed(known, text) {
  const majors = new Set(known.stops.map(({ version }) => parseInt(version)));
  const typed = text.match(NAMED)?.map((one) => one.trim().toLowerCase().replace(/^v|\.x$/g, "")) ?? [];
  const named = [...new Set(typed)].map((one) => {
    const end = readEnd(known, "start", one);
    const release = "version" in end ? stopAt(known, end.version) : undefined;
    const asked = one.replace(/^lts[ -]?/, "LTS ");
    return { asked, major: release?.version.split(".")[0] ?? one.split(".")[0], release };
  });
  return named.filter(({ asked, major, release }) => {
    const isAddress = asked.split(".").length === 4 && !release;
    return asked.startsWith("LTS") || (majors.has(Number(major)) && !isAddress);
  });
}

/**
 * The answers to a text, best first: nothing where it asks for something else that pages have.
 * @param {string} text
 * @param {boolean} isLost whether no page has all of it
 * @returns {Promise<Way[]>}
 */
async function toWays(text, isLost) {
  const plain = text.replace(/->|→|[,;?!()]/g, " ");
  if (!plain.match(NAMED)) return [];
  const known = await facts();
  const named = toNamed(known, plain);
  const words = plain.replace(NAMED, " ").split(/\s+/).filter((word) => word && !LITTLE.test(word));
  const about = Object.entries(ABOUT).find(([, pattern]) => words.some((word) => pattern.test(word)))?.[0];
  const others = words.filter((word) => ![BESIDE, ...Object.values(ABOUT)].some((pattern) => pattern.test(word)));
  const isBare = named.every(({ asked }) => /^\d+$/.test(asked));
  if (!named.length || (others.length && (!isLost || isBare)) || others.some((word) => NAME.test(word))) return [];
  if (about === "back") return [["Going back to an earlier version", "changes/#if-an-upgrade-goes-wrong"]];
  if (named.length > 1) {
    const inOrder = named.sort((a, b) => rank(a.release?.version ?? a.asked) - rank(b.release?.version ?? b.asked));
    const [start, target] = [inOrder[0].asked, inOrder[inOrder.length - 1].asked];
    return [[`Plan an upgrade from ${start} to ${target}`, "plan/", { start, target }]];
  }
  const [{ asked, major, release }] = named;
  const name = asked.startsWith("LTS") ? asked : `AXIS OS ${asked}`;
  const isTarget = /\bto\s/i.test(plain);
  /** @type {Record<string, Way>} */
  const ways = {
    support: [`${name}: is it supported?`, "lifecycle/", { version: asked }],
    plan: [`Plan an upgrade ${isTarget ? "to" : "from"} ${name}`, "plan/", isTarget ? { target: asked } : { start: asked }],
  };
  if (release) ways.release = [`AXIS OS ${release.version}: the release`, release.page];
  if (known.majors.includes(Number(major))) ways.changes = [`What breaks in AXIS OS ${major}`, `changes/${major}/`];
  const first = [about, isBare ? "changes" : "support"].find((one) => one && ways[one]) ?? "support";
  const { [first]: best, ...rest } = ways;
  return [best, ...Object.values(rest)];
}

/** @param {Way} way @param {string} name the class */
function toLink([text, path, query], name) {
  const link = element("a", name, text);
  const url = new URL(`../${path}`, import.meta.url);
  url.search = new URLSearchParams(query).toString();
  link.href = url.href;
  return link;
}

/**
 * A list item with the answer to a text, or none. @param {string} text @param {boolean} isLost
 * @returns {Promise<HTMLLIElement[]>}
 */
export async function toCards(text, isLost) {
  const [best, ...rest] = await toWays(text, isLost);
  if (!best) return [];
  const others = element("p", "search__others", ...rest.map((way) => toLink(way, "")));
  return [element("li", "search__item search__card", toLink(best, "search__link"), ...(rest.length ? [others] : []))];
}
