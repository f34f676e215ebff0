/** What changes touch by the names of scan.json: touching.py and declared.py are the same in Python, but for lines. */

import { rank } from "./plan-asked.js";

const DECLARED = ["manifest", "package", "needed-library", "setting"];
const LEVELS = ["applied", "planned", "unconfirmed"]; // first what has come furthest
const RANGES = "acapPackageConf.setup.compatibleOsVersions";
const HIGHEST = `${RANGES}.*.max`;
/** What the list of applications shows, and how it is said. */
const SHOWN = { signature: "has the signature status", [RANGES]: "declares", [HIGHEST]: "declares a maximum of" };
const NO_RANGES = "does not declare which versions of AXIS OS it supports";
const isSetting = ({ name }) => name.kind === "setting";
const toKey = (name) => name.toLowerCase().replace(/[0-9]+(?=\.)/g, "#");
const toIds = (some) => [...new Set(some.map(({ change }) => change.id))];
const toNames = ({ changes }) => changes.flatMap((change) => (change.names ?? []).map((name) => ({ change, name })));
const toTouch = (change, name, said) => ({ change, name, said, isHint: name.effect === "indicator" });

/** A version as a text that sorts as it does, empty for what is none. */
function toOrder(text = "") {
  return /^\d+(?:\.\d+){0,3}$/.test(text) ? text.split(".").map((one) => one.padStart(9, "0")).join() : "";
}

/** Whether the condition of a name holds for a value; `target` is the version that the device gets. */
function holds({ kind, is, is_not: isNot, has, below }, value, target) {
  const fold = (text) => (kind === "setting" ? text.toLowerCase() : text);
  if (is !== undefined) return fold(value) === fold(is);
  if (isNot !== undefined) return fold(value) !== fold(isNot);
  if (has) return fold(value).split(/[&?,;\s]/).some((one) => one === fold(has) || one.startsWith(`${fold(has)}=`));
  if (below === undefined) return true;
  const own = toOrder(value);
  const limit = below === "target" ? toOrder(target).slice(0, own.length) : toOrder(below); // 12 covers all of 12
  return own !== "" && own < limit;
}

/** The values that a name is about, of those that are found; undefined where it is about none, or none are shown. */
function toHeld(name, found, target) {
  if (!found || name.absent) return found?.length === 0 ? found : undefined;
  const held = found.filter((value) => holds(name, value, target));
  const isEnough = !name.name.includes("*") || held.length === found.length; // one range of several is enough
  return held.length && isEnough ? held : undefined;
}

/** The rules of an upgrade, in the order of the changes. A step before a change's version breaks nothing yet. */
export function rulesBetween(names, start, target) {
  const [from, to] = [rank(start), rank(target)];
  const isOn = ({ since, behind }) => from < to && (!behind || from < rank(behind)) && rank(since) <= to;
  return toNames(names).flatMap(({ change, name }) => {
    const ways = change.between.filter((way) => isOn(way) && rank(way.since) >= rank(change.version));
    const here = ways.filter(({ since }) => !name.stage || name.stage === since);
    const [way] = LEVELS.flatMap((level) => here.filter(({ status = change.status }) => status === level));
    return way && DECLARED.includes(name.kind) ? [{ change: { ...change, ...way }, name }] : [];
  });
}

/** What touches a device that gets a version, each once, and what its answers do not show, by the part. */
export function look(device, rules, target) {
  const looks = rules.flatMap(toLooks(device));
  const touches = looks.flatMap(({ change, name, of, found }) => {
    const held = toHeld(name, found, target);
    return held ? [toTouch(change, name, of + toSaid(name, held))] : [];
  });
  const toWhich = ({ change: { id, status, when } }) => `${id} ${status} ${when}`;
  const sure = new Set(touches.filter(({ isHint }) => !isHint).map(toWhich)); // which leaves nothing to look at
  const told = touches.filter((one) => !one.isHint || !sure.has(toWhich(one)));
  const unique = new Map(told.map((one) => [`${one.change.id} ${one.said} ${one.isHint}`, one]));
  const met = toIds(touches); // which is seen
  // Where its settings say whether a change concerns a device, its applications need not
  const seen = toIds(looks.filter((one) => isSetting(one) && one.found));
  const needless = ({ change: { id }, name }) => met.includes(id) || (!isSetting({ name }) && seen.includes(id));
  const missing = looks.filter((one) => !one.found && !needless(one));
  const byPart = Map.groupBy(missing, (one) => (isSetting(one) ? "settings" : "applications"));
  return { touches: [...unique.values()], unseen: [...byPart].map(([part, own]) => ({ part, changes: toIds(own) })) };
}

/** Takes a rule to the values that are found for it, on the device or in each application; undefined for not shown. */
function toLooks({ settings, architecture, applications, holds: parts }) {
  const own = architecture ? [{ name: "Properties.System.Architecture", value: architecture }] : [];
  const byKey = Map.groupBy([...settings, ...own], ({ name }) => toKey(name));
  const all = applications.map((one) => ({ of: `${one.name}: `, shown: toShown(one) }));
  if (!parts.includes("applications")) all.push({ of: "", shown: {} });
  return ({ change, name }) => {
    if (!isSetting({ name })) return all.map(({ of, shown }) => ({ change, name, of, found: shown[name.name] }));
    const found = byKey.get(toKey(name.name))?.map(({ value }) => value).filter(Boolean);
    return [{ change, name, of: "", found: found ?? (parts.includes("settings") ? [] : undefined) }];
  };
}

/** The values that an answer shows of an application. A maximum that is no version shows nothing. */
function toShown({ signed, ranges }) {
  const highest = ranges?.map(([, last]) => last);
  const maxima = highest?.every((one) => !one || toOrder(one)) ? highest : undefined;
  return { signature: signed === undefined ? signed : [signed || "none"], [RANGES]: highest, [HIGHEST]: maxima };
}

/** What a device or an application is touched by: of settings what the rule asks for alone. */
function toSaid({ kind, name, absent, is, is_not: isNot, has, below }, held) {
  if (kind !== "setting") return held.join("") ? `${SHOWN[name]} ${held.join(", ")}` : NO_RANGES;
  const asked = { "=": is, " is not ": isNot, " has ": has, " below ": below };
  const said = Object.entries(asked).map(([sign, value]) => (value === undefined ? "" : `${sign}${value}`));
  return [absent ? "no " : "", name, ...said].join("");
}

/** What changes touch of a manifest, or of a `package.conf` that has none beside it. */
export function touchedOfDeclared(names, facts) {
  const byName = Map.groupBy(facts, ({ kind, name }) => `${kind} ${name}`);
  // A part of a manifest, as documents show it, leaves out what it likes
  const isWhole = { package: !byName.has("package manifest.json"), manifest: byName.has("manifest schemaVersion") };
  return toNames(names).flatMap(({ change, name }) => {
    const found = byName.get(`${name.kind} ${name.name}`)?.map(({ value }) => value);
    const held = toHeld(name, found ?? (isWhole[name.kind] ? [] : undefined));
    if (!held) return [];
    const said = held.map((value) => name.name + (value && `=${value}`)).join(", ") || `no ${name.name}`;
    const touch = toTouch(change, name, said);
    return [{ ...touch, isHint: touch.isHint || Boolean(change.limited) }];
  });
}

/** What of a line, or of several, changes touch by their names. */
export function namedIn(names, text) {
  const lower = `${text.toLowerCase()}<device>`;
  return toNames(names).flatMap(({ change, name }) => {
    const found = (name.match ?? []).map((spelling) => toPattern(name.match_as, spelling).exec(text)).find(Boolean);
    // An argument can be an everyday word: it counts where what it belongs to is named too.
    const near = (name.match_as === "argument" && name.near) || [""];
    return found && near.some((word) => lower.includes(word.toLowerCase())) ? [toTouch(change, name, found[0])] : [];
  });
}

/** A spelling as a pattern; `#` is an index. */
function toPattern(way, spelling) {
  const loose = spelling.replace(/\.$/, "").replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/#/g, "(?:\\d+|#)");
  if (way === "endpoint") return RegExp(`(?<![\\w-])${loose}(?![\\w-]|\\.\\w)`, "i");
  if (way === "parameter") return RegExp(`(?<![\\w.-])(?:root\\.)?${loose}(?![\\w-])`, "i");
  if (way === "argument" && spelling.includes("=")) {
    const [, names, value] = /^([^=]*)(.*)$/.exec(loose.replaceAll("\\|", "|")); // `user|login=root`: one of several
    const anyCase = names.replace(/[a-z]/gi, (one) => `[${one.toLowerCase()}${one.toUpperCase()}]`);
    return RegExp(`(?<![\\w.$-])(?:${anyCase})${value}(?![\\w.-])`);
  }
  if (way === "argument") return RegExp(`(?<=[?&;{(,"'\\s])${loose}(?=["']?\\s*[=:])`);
  return RegExp(`${/^\w/.test(spelling) ? "(?<![\\w.])" : ""}${loose}${/\w$/.test(spelling) ? "(?!\\w)" : ""}`);
}
