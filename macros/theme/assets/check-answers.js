/** Tells by its content what a text is, and reads it as answers.py and declared.py do in Python. */

// Rows and the characters of one, characters of XML, groups within groups
const [MOST, LONGEST, LARGEST, DEEPEST] = [50_000, 10_000, 200_000, 30];
const WHOLE = 5; // a list of fewer groups was asked for by group: what is not in it may be on the device
const PRODUCT = ["Brand.ProdNbr", "Brand.ProdShortName", "Brand.ProdFullName"];
const VERSION = "Properties.Firmware.Version";
const OTHERS = ["Properties.System.Architecture", "Properties.System.Soc"];
const PROPERTIES = new Map([...PRODUCT, VERSION, ...OTHERS].map((name) => [name.split(".").at(-1), name]));
const SETTING = /\n(?:root\.)?((?!root\.)[A-Za-z]\w*\.[^=\s]+)=(.*)/g;
const GROUP = /\n(?:root\.)?(?!Brand|Properties)([A-Z]\w*)\.[\w.]+=/g;
const QUOTED = /\n([A-Za-z][\w.]*)[ \t]*=[ \t]*"(.*)"/g;
const REFUSED = /^\s*(?:(?:# )?error\b|HTTP\/\S+ [45])|"error"\s*:\s*\{|<(?:\w+:)?error[\s>]/i;
const CODE = /^[ \t]*(?:import|from|# ?include|def|function|const|let|var|class|return|if ?\(|\}).*|[;{][ \t]*$/gm;
/** Names of columns for a version, a model and a maker, letters only; the surest first. */
const COLUMNS = [
  [
    /^(?:axis)?(?:current|installed|device)?(?:firmware|fw|axisos|os)(?:version|ver|revision|release|stand)?$/,
    /^(?:software|sw|current|installed)?(?:version|release)(?:number)?$/,
  ],
  [
    /^(?:device|camera|product|hardware|hw)?(?:model|modell|modelo|modèle|modele)(?:name|number|no|nr|id)?$/,
    /^(?:prod(?:uct)?(?:nbr|number|no|name|shortname|fullname|type|code)?|produkt|produit|producto)$/,
    /^(?:(?:device|camera|hardware)type|gerätetyp|type|typ|tipo|hardware)$/,
  ],
  [/^(?:manufacturer|vendor|maker|make|brand|hersteller|fabricant)$/],
];
const PRINTED = /^\D{0,20}?((?:0|[1-9]\d{0,4})\.(?:0|[1-9]\d{0,4})(?:\.(?:0|[1-9]\d{0,9})){0,2})(?![\w.,])/;
const SIGNS = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'" };
const NONE = { model: "", version: "", architecture: "", chip: "", settings: [], applications: [] };

const nothing = (why) => ({ kind: "none", why });
const toLine = (text, why) => ({ kind: "line", why: REFUSED.test(text) ? "refused" : why }); // it may name something
const toShort = (model) => model.trim().replace(/^AXIS\s+/i, "").replace(/^(\S*\d\S*(?:\s+Mk\s+[IVX]+)?)\s[^]*/i, "$1");

/** The `kind` of a text, and the `device`, the `devices` or the `declared` facts in it; or `why` it is nothing. */
export function readText(given) {
  if (/^PK\x03\x04|^\x1f|\0/.test(given.slice(0, 4096))) return nothing("binary");
  const text = `\n${given.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n")}`; // before each line is a break
  const begin = text.trimStart().slice(0, 200);
  if (!begin) return nothing("empty");
  if (/^(?:\{\s*["}]|\[\s*[{[\]])/.test(begin)) return ofJson(text) ?? toLine(text, "unknown-json");
  if (/^<[a-z?!]/i.test(begin)) return ofXml(text) ?? toLine(text, "unknown-xml");
  if (/\n[ \t]*(?:APPNAME|PACKAGENAME)=/.test(text)) return ofConf(text);
  return ofSettings(toLines(text)) ?? ofCells(text) ?? toLine(text, isCode(text) ? "code" : undefined);
}

function isCode(text) {
  return text.startsWith("\n#!") || text.match(CODE)?.length > Math.max(2, text.match(/\n.*\S/g).length / 4);
}

// --- settings: a list of them, or what becomes lines of one

/** The lines of a list, or of a report: there each group has a heading, and values stand in quotes. */
function toLines(text) {
  const release = /\nRELEASE="([^"\n]+)"/.exec(text);
  const part = text.split(/\n-{3,}[ \t]*Param[^\n]*/)[1]?.split("\n---")[0] ?? text;
  const [before, ...groups] = part.split(/\n\[(?:root\.)?([\w.]+)\]/);
  const lines = groups.map((body, at) => (at % 2 ? body.replace(QUOTED, `\n${groups[at - 1]}.$1=$2`) : ""));
  return [before, ...lines, release ? `\n${VERSION}=${release[1]}` : ""].join("");
}

function ofSettings(lines) {
  if (!/\n(?:root|Brand|Properties)\.[\w.]+=/.test(lines)) return undefined;
  const settings = Array.from(lines.matchAll(SETTING), ([, name, value]) => ({ name, value: value.trim() }));
  const toValue = (name) => settings.find((one) => one.name === name && one.value)?.value ?? "";
  const [version] = PRINTED.exec(toValue(VERSION))?.slice(1) ?? [""];
  const model = toShort(PRODUCT.map(toValue).find(Boolean) ?? "");
  const groups = Array.from(lines.matchAll(GROUP), ([, group]) => group);
  const isWhole = model && version && groups.filter((one, at) => one !== groups[at - 1]).length >= WHOLE;
  const holds = isWhole ? ["identity", "settings", "disks"] : version ? ["identity"] : [];
  const [architecture, chip] = OTHERS.map(toValue);
  return { kind: "settings", device: { ...NONE, model, version, architecture, chip, settings, holds } };
}

// --- JSON, and applications

function ofJson(text) {
  let value;
  try {
    value = JSON.parse(text, (_, one, written) => (typeof one === "number" ? (written?.source ?? one) : one));
  } catch {
    return toLine("", "unsound");
  }
  if (value.acapPackageConf) return ofManifest(value);
  const named = toValues(value).map(([name, one]) => [name.replace(/^(?:data\.)?(?:propertyList\.)?/, ""), one]);
  const lines = named.map(([name, one]) => `\n${PROPERTIES.get(name) ?? name}=${one.replaceAll("\n", " ")}`).join("");
  return ofSettings(lines) ?? ofObjects(value);
}

/** The devices of the list that JSON is or has, or of the object that it is. */
function ofObjects(value) {
  const list = [value, ...Object.values(value)].find(Array.isArray) ?? [value];
  const objects = list.map((one) => new Map(toValues(one)));
  const names = [...new Set(objects.flatMap((one) => [...one.keys()]))];
  return ofRows(names, objects.map((one) => names.map((name) => one.get(name) ?? "")), 1);
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
  const built = fields.find(({ name }) => name === "acapPackageConf.setup.architecture");
  const own = [{ name: "manifest.json", value: "" }, ...(built ? [{ ...built, name: "architecture" }] : [])];
  return { kind: "manifest", declared: [...fields, ...own.map((one) => ({ ...one, kind: "package" }))] };
}

function ofConf(text) {
  const keys = text.matchAll(/\n[ \t]*([A-Za-z_]\w*)=(?:"([^"\n]*)"|'([^'\n]*)'|([^\s#;]*))/g);
  const said = Array.from(keys, ([, name, ...values]) => ({ kind: "package", name, value: values.find(Boolean) }));
  const built = said.filter(({ name }) => name === "APPTYPE").map((one) => ({ ...one, name: "architecture" }));
  return { kind: "package", declared: [...said, ...built].filter(({ value }) => value) }; // empty is as good as none
}

// --- lists of devices

/** The devices of a CSV, where one of its first lines names the columns. */
function ofCells(text) {
  const lines = text.split("\n", MOST).map((line) => line.slice(0, LONGEST));
  for (const delimiter of ",;\t|") {
    const head = lines.slice(0, 30).findIndex((line) => toColumns(toCells(line, delimiter)));
    const [names, ...rows] = head < 0 ? [] : lines.slice(head).map((line) => toCells(line, delimiter));
    if (names) return ofRows(names, rows, head + 1); // the first line is before the text
  }
  return undefined;
}

function toCells(line, delimiter) {
  const end = `\\${delimiter}`; // a backslash leaves a tab as it is
  const cells = line.matchAll(RegExp(`(?:^|${end})( *"(?:[^"]|"")*"?[^${end}]*|[^${end}]*)`, "g"));
  return Array.from(cells, ([, said]) => said.replaceAll('"', "").trim());
}

/** The places of the version, the model and the maker among names of columns; nothing without the first two. */
function toColumns(names) {
  const letters = names.map((name) => name.toLowerCase().replace(/^.*\.(?=[^.])|[^\p{L}]+/gu, ""));
  const toPlace = (pattern) => letters.findIndex((name) => pattern.test(name));
  const places = COLUMNS.map((patterns) => patterns.map(toPlace).find((at) => at >= 0));
  return places.slice(0, 2).includes(undefined) ? undefined : places;
}

/** The devices of rows, which are counted from `first` on; and the numbers of the `wrong` ones, without a version. */
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
  const root = /^<(?:[\w.-]+:)?([\w.-]+)[^]*?(?:<\/(?:[\w.-]+:)?\1\s*>|\/>)$/.exec(bare)?.[1];
  if (!root) return toLine("", "unsound");
  if (REFUSED.test(bare)) return undefined;
  if (toElements(bare, "disks").length) {
    const said = toElements(bare, "disk").map((disk) => [toValue(disk, "group") ?? "S0", toValue(disk, "filesystem")]);
    const settings = said.map(([group, value]) => ({ name: `Storage.${group}.FileSystem`, value }));
    return { kind: "disks", device: { ...NONE, settings: settings.filter(({ value }) => value), holds: ["disks"] } };
  }
  if (root !== "reply") return undefined;
  const showsRanges = toElements(bare, "versionrange").length > 0; // an old answer says nothing of them
  const toEnds = (range) => ["Min", "Max"].map((end) => range.split(`<${end}>`)[1]?.split("<")[0].trim() ?? "");
  const applications = toElements(bare, "application").map((one) => ({
    name: toValue(one, "nicename") ?? toValue(one, "name") ?? "",
    signed: toValue(one, "signaturestatus") ?? toValue(one, "signedstatus"),
    ranges: showsRanges ? toElements(one, "versionrange").map(toEnds) : undefined,
  }));
  return { kind: "applications", device: { ...NONE, applications, holds: ["applications"] } };
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
