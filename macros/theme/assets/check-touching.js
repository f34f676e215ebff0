/** What changes touch by the names of scan.json: touching.py and declared.py are the same in Python, but for lines. */

import { rank } from "./plan-asked.js";

const DECLARED = ["manifest", "package", "needed-library", "setting"];
const RANGES = "acapPackageConf.setup.compatibleOsVersions";
const HIGHEST = `${RANGES}.*.max`;
const LEVELS = ["unconfirmed", "planned", "applied"];
/** What the list of applications shows, and how it is said. */
const SHOWN = { signature: "has the signature status", [RANGES]: "declares", [HIGHEST]: "declares a maximum of" };
const NO_RANGES = "does not declare which versions of AXIS OS it supports";
const isSetting = ({ kind }) => kind === "setting";
const toKey = (name) => name.toLowerCase().replace(/[0-9]+(?=\.)/g, "#");
const toIds = (some) => [...new Set(some.map(({ change }) => change.id))];
const toNames = ({ changes }) => changes.flatMap((change) => (change.names ?? []).map((name) => ({ change, name })));

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

/** What a name is about, of what is shown; undefined where it is about nothing, or nothing is shown. */
function toHeld(name, shown, target) {
  if (!shown || name.absent) return shown?.length === 0 ? shown : undefined;
  const held = shown.filter(({ value }) => holds(name, value, target));
  const isEnough = name.below !== "target" || held.length === shown.length; // one range of several is enough
  return held.length && isEnough ? held : undefined;
}

function toTouch(change, name, said, of = "") {
  return { change, name, of, said, isHint: name.effect === "indicator" };
}

/** The rules of an upgrade, in the order of the changes. A step before a change's version breaks nothing yet. */
export function rulesBetween({ changes }, start, target) {
  const [from, to] = [rank(start), rank(target)];
  return changes.flatMap((change) => {
    const isOn = ({ since, behind }) => from !== to && (!behind || from < rank(behind)) && rank(since) <= to;
    const ways = change.between.filter((way) => isOn(way) && rank(way.since) >= rank(change.version));
    const toLevel = ({ status = change.status }) => LEVELS.indexOf(status);
    ways.sort((one, other) => toLevel(other) - toLevel(one)); // first what has come furthest
    return (change.names ?? []).filter(({ kind }) => DECLARED.includes(kind)).flatMap((name) => {
      const way = ways.find(({ since }) => !name.stage || name.stage === since);
      return way ? [{ change: { ...change, ...way }, name }] : [];
    });
  });
}

/** What rules touch of a device that gets a version; and which its answers do not show, by the part that would. */
export function look(rules, device, target) {
  const looks = toLooks(rules, device);
  const touches = looks.map((one) => toTouch(one.change, one.name, toSaid(one, target), one.of));
  // Where its settings say whether a change concerns a device, its applications need not
  const settled = toIds(looks.filter(({ name, shown }) => isSetting(name) && shown));
  const isMissing = ({ change, name, shown }) => !shown && (isSetting(name) || !settled.includes(change.id));
  const missing = Map.groupBy(looks.filter(isMissing), ({ name }) => (isSetting(name) ? "settings" : "applications"));
  const unseen = [...missing].map(([part, own]) => ({ part, changes: toIds(own) }));
  return { touches: touches.filter(({ said }) => said), unseen };
}

/** What is shown of each rule: of the device itself, or of an application; undefined where nothing shows it. */
function toLooks(rules, { settings, architecture, applications, holds: parts }) {
  const own = architecture ? [{ name: "Properties.System.Architecture", value: architecture }] : [];
  const byKey = Map.groupBy([...settings, ...own], ({ name }) => toKey(name));
  const ofDevice = (name) => byKey.get(toKey(name))?.filter(({ value }) => value); // an empty one is as good as none
  const all = applications.map((one) => ({ of: one.name, values: toShown(one) }));
  if (!parts.includes("applications")) all.push({ values: {} });
  return rules.flatMap(({ change, name }) => {
    if (!isSetting(name)) return all.map(({ of, values }) => ({ change, name, of, shown: values[name.name] }));
    return [{ change, name, shown: ofDevice(name.name) ?? (parts.includes("settings") ? [] : undefined) }];
  });
}

/** The values that an answer shows of an application. A maximum that is no version shows nothing. */
function toShown({ signed, ranges }) {
  const highest = ranges?.map(([, value]) => ({ value }));
  const maxima = highest?.every(({ value }) => !value || toOrder(value)) ? highest : undefined;
  return { signature: signed === undefined ? signed : [{ value: signed || "none" }], [RANGES]: highest, [HIGHEST]: maxima };
}

/** What answers say that a name is about, empty where it is not. */
function toSaid({ name, shown }, target) {
  const held = toHeld(name, shown, target);
  if (!held) return "";
  if (isSetting(name)) return toAsked(name);
  const value = held.map((one) => one.value).join(", ");
  return value ? `${SHOWN[name.name]} ${value}` : NO_RANGES;
}

/** What a rule asks of a setting: a device's own value is never said. */
function toAsked({ name, absent, is, is_not: isNot, has, below }) {
  const asked = { "=": is, " is not ": isNot, " has ": has, " below ": below };
  const said = Object.entries(asked).map(([sign, value]) => (value === undefined ? "" : sign + value));
  return `${absent ? "no " : ""}${name}${said.join("")}`;
}

/** What changes touch of a manifest, or of a `package.conf` that has none beside it. */
export function touchedOfDeclared(names, facts) {
  const byName = Map.groupBy(facts, ({ kind, name }) => `${kind} ${name}`);
  const isAlone = !byName.has("package manifest.json");
  // A part of a manifest, as documents show it, leaves out what it likes
  const isWhole = { package: isAlone, manifest: byName.has("manifest schemaVersion") };
  return toNames(names).flatMap(({ change, name }) => {
    const held = toHeld(name, byName.get(`${name.kind} ${name.name}`) ?? (isWhole[name.kind] ? [] : undefined));
    if (!held) return [];
    const said = held.map((one) => one.name + (one.value && `=${one.value}`)).join(", ") || `no ${name.name}`;
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
function toLoose(spelling) {
  return spelling.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/#/g, "(?:\\d+|#)");
}

function toPattern(way, spelling) {
  const loose = toLoose(spelling.replace(/\.$/, ""));
  if (way === "endpoint") return RegExp(`(?<![\\w-])${loose}(?![\\w-]|\\.\\w)`, "i");
  if (way === "parameter") return RegExp(`(?<![\\w.-])(?:root\\.)?${loose}(?![\\w-])`, "i");
  if (way === "argument" && spelling.includes("=")) return RegExp(`(?<![\\w.$-])${loose}(?![\\w.-])`);
  if (way === "argument") return RegExp(`(?<=[?&;{(,"'\\s])${loose}(?=["']?\\s*[=:])`);
  return RegExp(`${/^\w/.test(spelling) ? "(?<![\\w.])" : ""}${loose}${/\w$/.test(spelling) ? "(?!\\w)" : ""}`);
}
