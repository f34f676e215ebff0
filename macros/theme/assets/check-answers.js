/** Tells by its content what a text is, and reads it as answers.py, inventory.py and declared.py do in Python. */

const [MOST, LARGEST, DEEPEST] = [50_000, 2_000_000, 30]; // settings or rows, characters of XML, groups within groups
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
const NONE = { model: "", version: "", architecture: "", chip: "", settings: [], applications: [] };

const nothing = (why) => ({ kind: "none", why });
const toShort = (model) => model.trim().replace(/^AXIS\s+/i, "").replace(/^(\S*\d\S*(?:\s+Mk\s+[IVX]+)?)\s[^]*/i, "$1");

/** The `kind` of a text, and the `device`, the `devices` or the `declared` facts in it; or `why` it is nothing. */
export function readText(text) {
  if (/^PK\x03\x04|^\x1f|\0/.test(text.slice(0, 4096))) return { kind: "binary" };
  const begin = text.slice(0, 200).trimStart();
  if (!begin && !text.trim()) return nothing("empty");
  if (/^(?:\{|\[\s*[{[\]])/.test(begin)) return ofJson(text);
  if (/^<[a-z?!]/i.test(begin)) return ofXml(text);
  if (/^[ \t]*(?:APPNAME|PACKAGENAME)=/m.test(text)) return { kind: "package", declared: ofConf(text) };
  return ofLines(text) ?? ofCells(text) ?? { kind: isCode(text) ? "code" : "line" };
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
  const settings = said.map(([name, value]) => ({ name, value: value.trim() }));
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

// --- JSON

function ofJson(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return isCode(text) ? { kind: "code" } : nothing("unsound");
  }
  const inside = value.data ?? value;
  if (value.acapPackageConf) return { kind: "manifest", declared: ofManifest(value, []) };
  if (value.error) return nothing("refused");
  const properties = inside.propertyList;
  const toName = (name) => (properties && PROPERTIES.get(name)) ?? name;
  const said = toFlat(properties ?? inside, "", 0).map(([name, one]) => [toName(name), one]);
  const named = said.filter(([name]) => name.includes("."));
  if (properties) return ofSettings("identity", named);
  const isKnown = Object.keys(inside).some((key) => ["root", "Brand", "Properties"].includes(key.split(".")[0]));
  if (isKnown) return ofSettings("parameters", named);
  const list = [value, ...Object.values(value)].find(Array.isArray) ?? [];
  const objects = list.map((one) => new Map(toFlat(one ?? {}, "", 0)));
  const names = [...new Set(objects.flatMap((one) => [...one.keys()]))];
  const rows = objects.map((one) => names.map((name) => one.get(name) ?? ""));
  return ofRows([names.map((name) => name.split(".").at(-1)), ...rows]) ?? nothing("unknown-json");
}

/** Each value with the names of what it is in, joined by dots. */
function toFlat(value, above, depth) {
  return Object.entries(value).flatMap(([key, inner]) => {
    const name = `${above}${key}`.replace(/^root\./, "");
    if (inner === null || Array.isArray(inner) || depth > DEEPEST) return [];
    if (inner instanceof Object) return toFlat(inner, name === "root" ? "" : `${name}.`, depth + 1);
    return [[name, typeof inner === "boolean" ? (inner ? "yes" : "no") : `${inner}`]];
  });
}

// --- applications

/** A manifest, and each of its fields by its path, with `*` for the items of a list. */
function ofManifest(value, path) {
  const isGroup = value instanceof Object;
  const field = { kind: "manifest", name: path.join("."), value: isGroup ? "" : `${value}` };
  const own = field.name ? [field] : [{ kind: "package", name: "manifest.json", value: "" }];
  if (/^\w+\.setup\.architecture$/.test(field.name)) own.push({ ...field, kind: "package", name: "architecture" });
  const inner = isGroup && path.length < DEEPEST ? Object.entries(value) : [];
  return [...own, ...inner.flatMap(([key, item]) => ofManifest(item, [...path, Array.isArray(value) ? "*" : key]))];
}

function ofConf(text) {
  const keys = text.matchAll(/^[ \t]*([A-Za-z_]\w*)=(?:"([^"\n]*)"|'([^'\n]*)'|([^\s#;]*))/gm);
  const said = Array.from(keys, ([, name, ...values]) => ({ kind: "package", name, value: values.find(Boolean) }));
  const known = said.filter(({ value }) => value); // an empty one is as good as none
  return known.flatMap((one) => (one.name === "APPTYPE" ? [one, { ...one, name: "architecture" }] : [one]));
}

// --- lists of devices

/** The devices of a CSV, where one of its first lines names the columns. */
function ofCells(text) {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n?|\n/, MOST);
  for (const delimiter of ",;\t|") {
    const head = lines.slice(0, 30).findIndex((line) => toColumns(toCells(line, delimiter)));
    if (head >= 0) return ofRows(lines.map((line) => toCells(line, delimiter)), head);
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

/** The devices of rows, and the rows in which no version can be read. Those of other makers are left out. */
function ofRows(rows, head = 0) {
  const [version, model, maker] = toColumns(rows[head]) ?? [];
  if (model === undefined) return undefined;
  const numbered = rows.map((cells, at) => ({ cells, row: at + 1 })).slice(head + 1, MOST);
  const own = numbered.filter(({ cells }) => cells.some(Boolean) && /axis|^$/i.test(cells[maker] ?? ""));
  const toVersion = ({ cells }) => PRINTED.exec(cells[version] ?? "")?.[1];
  const [right, wrong] = [own.filter(toVersion), own.filter((one) => !toVersion(one)).map(({ row }) => row)];
  const toModel = ({ cells }) => toShort(cells[model] ?? "");
  const devices = right.map((one) => ({ ...NONE, model: toModel(one), version: toVersion(one), holds: ["identity"] }));
  return { kind: "list", devices, wrong };
}

// --- XML: read as text, since a parser of the browser would apply styles that stand in it

function ofXml(text) {
  if (/<!doctype|<html/i.test(text)) return nothing("web-page");
  if (text.length > LARGEST) return nothing("too-much");
  const bare = text.replace(/<\?[^]*?(?:\?>|$)|<!--[^]*?(?:-->|$)/g, "").trim();
  const root = /^<([\w:.-]+)[^]*?(?:<\/\1\s*>|\/>)$/.exec(bare)?.[1].toLowerCase();
  if (!root) return nothing("unsound");
  const [disks, applications] = ["disk", "application"].map((name) => toElements(bare, name));
  if (disks.length + applications.length > 1_000) return nothing("too-much");
  if (/<(?:\w+:)?error[\s>]/i.test(bare)) return nothing("refused");
  if (/<(?:\w+:)?disks[\s/>]/i.test(bare)) {
    const said = disks.map((disk, at) => [toValue(disk, "group") ?? `S${at}`, toValue(disk, "filesystem")]);
    const settings = said.map(([group, value]) => ({ name: `Storage.${group}.FileSystem`, value }));
    return { kind: "disks", device: { ...NONE, settings: settings.filter(({ value }) => value), holds: ["disks"] } };
  }
  if (!applications.length && root !== "reply") return nothing("unknown-xml");
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
