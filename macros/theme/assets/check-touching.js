/** What changes touch by the names of scan.json: touching.py and declared.py are the same in Python, but for lines. */

import { rank } from "./plan-asked.js";

const DECLARED = ["manifest", "package", "needed-library", "setting"];
const RANGES = "acapPackageConf.setup.compatibleOsVersions";
const HIGHEST = `${RANGES}.*.max`;
const LEVELS = ["unconfirmed", "planned", "applied"];
/** What the list of applications shows, and how it is said. */
const SHOWN = { signature: "has the signature status", [RANGES]: "declares", [HIGHEST]: "declares a maximum of" };
const NO_RANGES = "does not declare which versions of AXIS OS it supports";
const isSetting = ({ name }) => name.kind === "setting";
const toKey = (name) => name.toLowerCase().replace(/[0-9]+(?=\.)/g, "#");
const toIds = (rules) => [...new Set(rules.map(({ change }) => change.id))];
const toTouch = (change, name, said, of = "") => ({ change, name, of, said, isHint: name.effect === "indicator" });

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

/** Whether a name with such values is touched: none where it is missing, undefined where nothing shows it. */
function isTouched(name, values, target) {
  if (!values || name.absent) return values?.length === 0;
  const own = values.filter((one) => holds(name, one, target));
  return own.length > 0 && (name.below !== "target" || own.length === values.length); // one range of several is enough
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

/** What rules touch of a device that gets a version. */
export function touchedOf(rules, device, target) {
  const ofApplications = device.applications.flatMap((one) => ofApplication(rules, one, target));
  return [...ofSettings(rules.filter(isSetting), device), ...ofApplications];
}

/** The settings of a device by what their names have in common, with its architecture, which other answers tell too. */
function toSettings({ settings, architecture }) {
  const own = architecture ? [{ name: "Properties.System.Architecture", value: architecture }] : [];
  return Map.groupBy([...settings, ...own], ({ name }) => toKey(name));
}

function ofSettings(rules, device) {
  const byKey = toSettings(device);
  return rules.flatMap(({ change, name }) => {
    const found = byKey.get(toKey(name.name))?.map(({ value }) => value).filter(Boolean);
    const values = found ?? (device.holds.includes("settings") ? [] : undefined);
    return isTouched(name, values) ? [toTouch(change, name, toSaid(name))] : [];
  });
}

/** What a setting is touched by: what the rule asks for alone. */
function toSaid({ name, absent, is, is_not: isNot, has, below }) {
  const asked = { "=": is, " is not ": isNot, " has ": has, " below ": below };
  const said = Object.entries(asked).map(([sign, value]) => (value === undefined ? "" : `${sign}${value}`));
  return [absent ? "no " : "", name, ...said].join("");
}

function ofApplication(rules, application, target) {
  const shown = toShown(application);
  const own = rules.filter((rule) => !isSetting(rule) && isTouched(rule.name, shown[rule.name.name], target));
  return own.map(({ change, name }) => {
    const held = shown[name.name].filter((one) => holds(name, one, target));
    const said = held.length ? `${SHOWN[name.name]} ${held.join(", ")}` : NO_RANGES;
    return toTouch(change, name, said, application.name);
  });
}

/** The values that an answer shows of an application. A maximum that is no version shows nothing. */
function toShown({ signed, ranges }) {
  const highest = ranges?.map(([, last]) => last);
  const maxima = highest?.every((one) => !one || toOrder(one)) ? highest : undefined;
  return { signature: signed === undefined ? signed : [signed || "none"], [RANGES]: highest, [HIGHEST]: maxima };
}

/** Ids of changes that could not be looked at, by the part of a device's answers that would show them. */
export function unseenOf(rules, device) {
  const byKey = toSettings(device);
  const isThere = ({ name }) => byKey.has(toKey(name.name)) || device.holds.includes("settings");
  const [settings, others] = [rules.filter(isSetting), rules.filter((rule) => !isSetting(rule))];
  const seen = toIds(settings.filter(isThere));
  const shown = [...device.applications.map(toShown), ...(device.holds.includes("applications") ? [] : [{}])];
  const isHidden = ({ change, name }) => !seen.includes(change.id) && shown.some((one) => !one[name.name]);
  const missing = { settings: settings.filter((rule) => !isThere(rule)), applications: others.filter(isHidden) };
  return Object.entries(missing).map(([part, own]) => ({ part, changes: toIds(own) })).filter(({ changes }) => changes.length);
}

/** What changes touch of a manifest, or of a `package.conf` that has none beside it. */
export function touchedOfDeclared({ changes }, facts) {
  const byName = Map.groupBy(facts, ({ kind, name }) => `${kind} ${name}`);
  const isAlone = !byName.has("package manifest.json");
  // A part of a manifest, as documents show it, leaves out what it likes
  const isWhole = { package: isAlone, manifest: byName.has("manifest schemaVersion") };
  return changes.flatMap((change) =>
    (change.names ?? []).flatMap((name) => {
      const own = byName.get(`${name.kind} ${name.name}`) ?? (isWhole[name.kind] ? [] : undefined);
      if (!isTouched(name, own?.map(({ value }) => value))) return [];
      const held = own.filter(({ value }) => holds(name, value));
      const said = held.map((one) => one.name + (one.value && `=${one.value}`)).join(", ") || `no ${name.name}`;
      return [{ ...toTouch(change, name, said), isHint: name.effect === "indicator" || Boolean(change.limited) }];
    }),
  );
}

/** What of a line, or of several, changes touch by their names. */
export function namedIn({ changes }, text) {
  const lower = `${text.toLowerCase()}<device>`;
  return changes.flatMap((change) =>
    (change.names ?? []).flatMap((name) => {
      const found = (name.match ?? []).map((spelling) => toPattern(name.match_as, spelling).exec(text)).find(Boolean);
      // An argument can be an everyday word: it counts where what it belongs to is named too.
      const near = (name.match_as === "argument" && name.near) || [""];
      return found && near.some((word) => lower.includes(word.toLowerCase())) ? [toTouch(change, name, found[0])] : [];
    }),
  );
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
