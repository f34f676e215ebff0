/** Tells by its content what a text is, and reads it as answers.py, inventory.py and declared.py do in Python. */

const [MOST, LARGEST, DEEPEST] = [50_000, 2_000_000, 30]; // settings or rows, characters of XML, groups within groups
const LONGEST = 10_000; // characters of a row
const WHOLE = 5; // a list of fewer groups was asked for by group: what is not in it may be on the device
const ABOUT = ["brand", "properties"]; // the groups that say what a device is
const PRODUCT = ["ProdNbr", "ProdShortName", "ProdFullName"].map((name) => `Brand.${name}`);
const IS = ["Firmware.Version", "System.Architecture", "System.Soc"].map((name) => `Properties.${name}`);
const PROPERTIES = new Map([...PRODUCT, ...IS].map((name) => [name.split(".").at(-1), name]));
const SETTING = /\n(?:root\.)?((?!root\.)[A-Za-z]\w*\.[^=\s]+)=(.*)/g;
const REPORTED = /\n(?:\[(?:root\.)?([\w.]+)\]|([A-Za-z][\w.]*)[ \t]*=[ \t]*"(.*)")/g;
const CODE = /^\s*(?:import|from|# ?include|def|function|const|let|var|class|public|using|return|if ?\(|\})|[;{]\s*$/;
const VERSIONS = [
  // names of columns, letters only; the surest first
  /^(?:axis)?(?:current|installed|device)?(?:firmware|fw|axisos|os)(?:version|ver|revision|release|stand)?$/,
  /^(?:software|sw|current|installed)?(?:version|release)(?:number)?$/,
];
const MODELS = [
  /^(?:device|camera|product|hardware|hw)?(?:model|modell|modelo|modèle|modele)(?:name|number|no|nr|id)?$/,
  /^(?:prod(?:uct)?(?:nbr|number|no|name|shortname|fullname|type|code)?|produkt|produit|producto)$/,
  /^(?:(?:device|camera|hardware)type|gerätetyp|type|typ|tipo|hardware)$/,
];
const MAKERS = [/^(?:manufacturer|vendor|maker|make|brand|hersteller|fabricant)$/];
const PRINTED = /^\D{0,20}?((?:0|[1-9]\d{0,4})\.(?:0|[1-9]\d{0,4})(?:\.(?:0|[1-9]\d{0,9})){0,2})(?![\d.,])/;
const SIGNS = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'" };
const BUILT_FOR = ["acapPackageConf.setup.architecture", "APPTYPE"];
const NONE = { model: "", version: "", architecture: "", chip: "", settings: [], applications: [] };

const nothing = (why) => ({ kind: "none", why });
const unknown = (why) => ({ kind: "line", why }); // its names may be known all the same
const toShort = (model) => model.trim().replace(/^AXIS\s+/i, "").replace(/^(\S*\d\S*(?:\s+Mk\s+[IVX]+)?)\s[^]*/i, "$1");

/** The `kind` of a text, and the `device`, the `devices` or the `declared` facts in it; or `why` it is nothing. */
export function readText(given) {
  if (/^PK\x03\x04|^\x1f|\0/.test(given.slice(0, 4096))) return nothing("binary");
  const text = given.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const begin = text.slice(0, 200).trimStart();
  if (!begin && !text.trim()) return nothing("empty");
  if (/^(?:\{\s*["}]|\[\s*[{[\]])/.test(begin)) return ofJson(text);
  if (/^<[a-z?!]/i.test(begin)) return ofXml(text);
  if (/^[ \t]*(?:APPNAME|PACKAGENAME)=/m.test(text)) return ofConf(text);
  return ofLines(text) ?? ofCells(text) ?? (isCode(text) ? nothing("code") : { kind: "line" });
}

function isCode(text) {
  const lines = text.split("\n", 2_000).filter((line) => line.trim());
  return text.startsWith("#!") || lines.filter((line) => CODE.test(line)).length > Math.max(2, lines.length / 4);
}

// --- lists of parameters, and reports

function ofLines(text) {
  const all = `\n${text}`;
  const report = /\nRELEASE="([^"\n]*)"|\n-{3,}[ \t]*Param|\n\[(?:root\.)?(?:Brand|Properties)\b/.exec(all);
  if (!report && !/\n(?:root|Brand|Properties)\.[\w.]+=/.test(all)) {
    return /^\s*(?:# )?Error\b/i.test(text) ? nothing("refused") : undefined;
  }
  const part = report ? all.split(/\n-{3,}[ \t]*Param[^\n]*/)[1]?.split("\n---")[0] : undefined; // of the parameters
  const said = Array.from((part ?? all).matchAll(SETTING), ([, name, value]) => [name, value]);
  let group = "";
  for (const [, opened, name, value] of report ? (part ?? all).matchAll(REPORTED) : []) {
    if (opened) group = opened;
    else if (group) said.push([`${group}.${name}`, value]);
  }
  if (report?.[1]) said.push([IS[0], report[1]]);
  return ofSettings(report ? "report" : "parameters", said);
}

function ofSettings(kind, said) {
  if (said.length > MOST) return nothing("too-much");
  const named = said.filter(([name]) => name.includes("."));
  const settings = named.map(([name, value]) => ({ name, value: value.trim() }));
  const values = new Map([...settings].reverse().map(({ name, value }) => [name.toLowerCase(), value]));
  const toValue = (name) => values.get(name.toLowerCase()) ?? "";
  const [printed, architecture, chip] = IS.map(toValue);
  const version = PRINTED.exec(printed)?.[1] ?? "";
  const model = toShort(PRODUCT.map(toValue).find(Boolean) ?? "");
  const groups = new Set([...values.keys()].map((name) => name.split(".")[0]).filter((name) => !ABOUT.includes(name)));
  const isWhole = model && version && groups.size >= WHOLE;
  const parts = { identity: version, settings: isWhole, disks: isWhole };
  const holds = Object.keys(parts).filter((part) => parts[part]);
  return { kind, device: { ...NONE, model, version, architecture, chip, settings, holds } };
}

// --- JSON, and applications

function ofJson(text) {
  let value;
  try {
    value = JSON.parse(text, (_, one, written) => (typeof one === "number" ? (written?.source ?? one) : one));
  } catch {
    return unknown("unsound");
  }
  if (value.acapPackageConf) return ofManifest(value);
  if (value.error) return nothing("refused");
  const { propertyList } = value.data ?? value;
  const said = toValues(propertyList ?? value);
  if (propertyList) return ofSettings("identity", said.map(([name, one]) => [PROPERTIES.get(name) ?? name, one]));
  const isKnown = said.some(([name]) => /^(?:data\.)?(?:root|Brand|Properties)\./.test(name));
  if (isKnown) return ofSettings("parameters", said.map(([name, one]) => [name.replace(/^(?:data\.)?(?:root\.)?/, ""), one]));
  const list = [value, ...Object.values(value)].find(Array.isArray) ?? [value];
  const objects = list.map((one) => new Map(toValues(one)));
  const names = [...new Set(objects.flatMap((one) => [...one.keys()]))];
  const rows = objects.map((one) => names.map((name) => one.get(name) ?? ""));
  return ofRows(names.map((name) => name.split(".").at(-1)), rows, 1) ?? unknown("unknown-json");
}

/** Each value by its path, with `*` for the items of a list; groups have none. */
function toFields(value, path = []) {
  const isGroup = value instanceof Object;
  const inner = isGroup && path.length < DEEPEST ? Object.entries(value) : [];
  const fields = inner.flatMap(([key, one]) => toFields(one, [...path, Array.isArray(value) ? "*" : key]));
  return [{ kind: "manifest", name: path.join("."), value: isGroup ? undefined : value }, ...fields];
}

/** The names and values of what is no group, as a device writes them. */
function toValues(value) {
  const said = toFields(value).filter((one) => one.value !== undefined && one.value !== null);
  return said.map((one) => [one.name, typeof one.value === "boolean" ? (one.value ? "yes" : "no") : `${one.value}`]);
}

function ofManifest(value) {
  const fields = toFields(value).map((one) => ({ ...one, value: one.value === undefined ? "" : `${one.value}` }));
  return ofDeclared("manifest", [{ kind: "package", name: "manifest.json", value: "" }, ...fields]);
}

function ofConf(text) {
  const keys = text.matchAll(/^[ \t]*([A-Za-z_]\w*)=(?:"([^"\n]*)"|'([^'\n]*)'|([^\s#;]*))/gm);
  const said = Array.from(keys, ([, name, ...values]) => ({ kind: "package", name, value: values.find(Boolean) }));
  return ofDeclared("package", said.filter(({ value }) => value)); // an empty one is as good as none
}

function ofDeclared(kind, facts) {
  const built = facts.filter(({ name }) => BUILT_FOR.includes(name));
  return { kind, declared: [...facts, ...built.map((one) => ({ ...one, kind: "package", name: "architecture" }))] };
}

// --- lists of devices

/** The devices of a CSV, where one of its first lines names the columns. */
function ofCells(text) {
  const lines = text.split("\n", MOST).map((line) => line.slice(0, LONGEST));
  for (const delimiter of ",;\t|") {
    const head = lines.slice(0, 30).findIndex((line) => toColumns(toCells(line, delimiter)));
    const [names, ...rows] = head < 0 ? [] : lines.slice(head).map((line) => toCells(line, delimiter));
    if (names) return ofRows(names, rows, head + 2);
  }
  return undefined;
}

function toCells(line, delimiter) {
  const cells = line.matchAll(RegExp(`("(?:[^"]|"")*(?:"|$)|[^\\${delimiter}]*)(?:[^]|$)`, "g")); // a backslash leaves a tab as it is
  return Array.from(cells, ([, said]) => said.trim().replace(/^"([^]*)"$/, "$1").replaceAll('""', '"').trim());
}

/** The places of the version, the model and the maker among names of columns; nothing without the first two. */
function toColumns(names) {
  const letters = names.map((name) => name.toLowerCase().replace(/[^\p{L}]+/gu, ""));
  const places = [VERSIONS, MODELS, MAKERS].map((patterns) => {
    return patterns.map((one) => letters.findIndex((name) => one.test(name))).find((at) => at >= 0);
  });
  return places.indexOf(undefined) < 0 || places.indexOf(undefined) > 1 ? places : undefined;
}

/** The devices of rows, and the numbers of the `wrong` ones, in which is no version: rows are counted from `first` on. */
function ofRows(names, rows, first) {
  const [version, model, maker] = toColumns(names) ?? [];
  if (model === undefined) return undefined;
  const [devices, wrong] = [[], []];
  for (const [at, cells] of rows.entries()) {
    const printed = /axis|^$/i.test(cells[maker] ?? "") && PRINTED.exec(cells[version] ?? "");
    const said = { model: toShort(cells[model] ?? ""), version: printed?.[1], holds: ["identity"] };
    if (printed) devices.push({ ...NONE, ...said });
    else if (cells.some(Boolean)) wrong.push(first + at);
  }
  return { kind: "list", devices, wrong };
}

// --- XML: read as text, since a parser of the browser would apply styles that stand in it

function ofXml(text) {
  if (/<!doctype|<html/i.test(text)) return nothing("web-page");
  if (text.length > LARGEST) return nothing("too-much");
  const bare = text.replace(/<\?[^]*?(?:\?>|$)|<!--[^]*?(?:-->|$)/g, "").trim();
  const root = /^<([\w:.-]+)[^]*?(?:<\/\1\s*>|\/>)$/.exec(bare)?.[1].toLowerCase();
  if (!root) return unknown("unsound");
  const [disks, applications] = ["disk", "application"].map((name) => toElements(bare, name));
  if (disks.length + applications.length > 1_000) return nothing("too-much");
  if (/<(?:\w+:)?error[\s>]/i.test(bare)) return nothing("refused");
  if (/<(?:\w+:)?disks[\s/>]/i.test(bare)) {
    const said = disks.map((disk, at) => [toValue(disk, "group") ?? `S${at}`, toValue(disk, "filesystem")]);
    const settings = said.map(([group, value]) => ({ name: `Storage.${group}.FileSystem`, value }));
    return { kind: "disks", device: { ...NONE, settings: settings.filter(({ value }) => value), holds: ["disks"] } };
  }
  if (!applications.length && root !== "reply") return unknown("unknown-xml");
  const showsRanges = toElements(bare, "versionrange").length > 0; // an old answer says nothing of them
  const toEnds = (range) => ["Min", "Max"].map((end) => range.split(`<${end}>`)[1]?.split("<")[0].trim() ?? "");
  const found = applications.map((one) => ({
    name: toValue(one, "nicename") ?? toValue(one, "name") ?? "",
    signed: toValue(one, "signaturestatus") ?? toValue(one, "signedstatus"),
    ranges: showsRanges ? toElements(one, "versionrange").map(toEnds) : undefined,
  }));
  return { kind: "applications", device: { ...NONE, applications: found, holds: ["applications"] } };
}

/** The elements of a name, each from its attributes on to the next of the name. */
function toElements(text, name) {
  return text.split(RegExp(`<(?:\\w+:)?${name}(?=[\\s/>])`, "i")).slice(1);
}

/** What an attribute of an element says, undefined for nothing. */
function toValue(element, name) {
  const said = RegExp(`^[^<]*?\\s${name}\\s*=\\s*(["'])(.+?)\\1`, "is").exec(element)?.[2];
  return said?.replace(/&(?:amp|lt|gt|quot|apos);/g, (one) => SIGNS[one]);
}
