/** The page /check/: says what of somebody's own an upgrade breaks. What it is given stays here: nothing keeps it. */

import { readText } from "./check-answers.js";
import { judge, sorted } from "./check-judging.js";
import { namedIn, touchedOfDeclared } from "./check-touching.js";
import { counted, load } from "./pieces.js";
import { rank, readEnd, say } from "./plan-asked.js";
import { fill } from "./plan-show.js";

const [LONG, LARGEST] = [200_000, 30_000_000]; // characters that make the field slow, bytes of a file

const root = document.querySelector("[data-check]");
const find = (selector) => root.querySelector(selector);
const [form, status, result] = ["form", "[role=status]", "[data-result]"].map(find);
const [field, file, start, target] = ["textarea", "[type=file]", "[name=start]", "[name=target]"].map(find);
const said = JSON.parse(root.dataset.said);
const loading = Promise.all([root.dataset.names, root.dataset.facts].map(load));
const tell = (key, values) => say({ words: said }, key, values);
const toLink = ({ site }, { title, url }) => ({ title, href: root.dataset.base + url.slice(site.length) });
const toPlan = (ends) => `${root.dataset.base}plan/?${new URLSearchParams(ends)}`;
let given = ""; // what is looked at; a long one is not in the field

/** Looks at what is given, and shows what comes of it. */
async function update() {
  const [names, facts] = await loading;
  if (facts) Object.assign(facts.words, said);
  const shown = names && facts ? toShown(names, facts) : { status: tell("failed") };
  status.textContent = shown.status;
  status.classList.toggle("unseen", Boolean(shown.title)); // it is seen elsewhere
  result.replaceChildren(fill(find("[data-pattern]"), { ...shown, age: shown.rest && facts.age }));
}

function toShown(names, facts) {
  const [from, to] = [start, target].map((control) => toEnd(facts, control));
  if (from === undefined || to === undefined) return { status: tell("refused-version") };
  const goal = to || (facts.stops.findLast(({ scheduled }) => !scheduled) ?? facts.stops.at(-1)).version;
  const { kind, why, device, devices, wrong, declared } = readText(given);
  const command = said[`command-${why ?? kind}`]?.replaceAll("{target}", goal);
  if (kind === "none") return { status: tell(why), command };
  if (device) return toDevice(facts, names, kind, { ...device, version: from || device.version }, goal);
  if (devices) return toList(facts, names, devices, wrong, goal);
  const end = to ? rank(readEnd(facts, "target", to).version) : Infinity;
  const found = declared ? touchedOfDeclared(names, declared) : namedIn(names, given);
  const touches = sorted(found.filter(({ change }) => change.between.some(({ since }) => rank(since) <= end)));
  const hits = toHits(facts, touches);
  const [way, verdict] = [declared ? "declared" : "named", touches[0]?.verdict ?? "nothing"];
  const values = { kind: said[kind], count: counted(hits.length, "change"), verdict: said[verdict] };
  const keys = hits.length ? [why, way] : [why ?? `${way}-none`];
  const status = keys.filter(Boolean).map((key) => tell(key, values)).join(" ");
  const answer = { status, hits, rest: [{ text: tell(`${way}-note`) }], command };
  return declared ? { ...answer, title: said[kind], lead: { [verdict]: said[verdict] } } : answer;
}

/** The version that a field asks for, empty for none; undefined where it is refused. */
function toEnd(facts, control) {
  const asked = control.value.trim();
  const { message, hint } = asked ? readEnd(facts, control.name, asked) : {};
  find(`[data-refused=${control.name}]`).textContent = message ? `${message}: ${hint}` : "";
  control.setAttribute("aria-invalid", `${Boolean(message)}`);
  return message ? undefined : asked;
}

function toDevice(facts, names, kind, device, to) {
  const { plan, verdict, touches, unseen, doubts, gets, source, why } = judge(facts, names, device, to, new Map());
  const title = `${[device.model || tell("this-device"), device.version].filter(Boolean).join(", ")} → ${to}`;
  const toLooked = ({ part, changes }) => {
    const own = names.changes.filter(({ id }) => changes.includes(id)).map((change) => toLink(facts, change));
    return { folded: { label: tell(`unseen-${part}`, { count: counted(own.length, "change") }), own } };
  };
  const every = { label: tell("every"), text: plan?.summary, href: toPlan({ start: device.version, target: to }) };
  return {
    status: tell("device", { kind: said[kind], title, verdict: said[verdict] }),
    title,
    lead: { [verdict]: said[verdict] },
    notes: [
      { text: tell("read", { kind: said[kind], count: device.settings.length + device.applications.length }) },
      { label: tell("gets", { target: to }), text: `${said[gets]}. ${source || tell("no-source")}` },
      ...(why ? [{ text: why }] : []),
    ],
    hits: toHits(facts, touches),
    rest: [...unseen.map(toLooked), ...doubts.map((text) => ({ text })), ...(plan?.steps.length ? [every] : [])],
  };
}

/** A list of devices by model and version, those first whose way has most changes. */
function toList(facts, names, devices, wrong, to) {
  if (!devices.length) return { status: tell("list-none") };
  const ways = new Map();
  const groups = [...Map.groupBy(devices, ({ model, version }) => `${model}\n${version}`).values()].map((own) => {
    const { plan, why, gets, source } = judge(facts, names, own[0], to, ways);
    const { model, version } = own[0];
    const changes = Object.values(plan?.counts.classes ?? {}).reduce((sum, count) => sum + count, 0);
    const stops = plan?.steps.map((step) => step.version).join(" → ") || why;
    const href = plan?.steps.length && toPlan({ start: version, target: to });
    const all = { model: model || tell("no-model"), version, count: own.length, stops, href };
    return { ...all, changes: href ? changes : "", gets: [said[gets], source].filter(Boolean).join(". ") };
  });
  groups.sort((one, other) => other.changes - one.changes || other.count - one.count); // none counts as no change
  const notes = wrong.length && [{ text: tell("wrong-rows", { rows: counted(wrong.length, "row"), first: wrong[0] }) }];
  const values = { devices: counted(devices.length, "device"), groups: counted(groups.length, "group"), target: to };
  return { status: tell("list", values), notes, table: { groups }, rest: [{ text: tell("list-note") }] };
}

/** Each change with all that it touches, in the order of touches. */
function toHits(facts, touches) {
  return [...Map.groupBy(touches, ({ change }) => change.id).values()].map((own) => {
    const [{ change, verdict, isHint }] = own; // the worst
    const marks = { verdict: { [verdict]: said[verdict] }, hint: isHint && tell("hint") };
    return { ...change, ...marks, ...toLink(facts, change), said: own.map((touch) => touch.said) };
  });
}

export function take(text) {
  given = text;
  field.value = text.length > LONG ? tell("long", { size: (text.length / 1e6).toFixed(1) }) : text;
  update();
}

/** A file's text is in UTF-8, or as a list of devices in UTF-16. */
async function takeFile(chosen) {
  if (chosen.size > LARGEST) return void (status.textContent = tell("too-large"));
  const bytes = new Uint8Array(await chosen.arrayBuffer());
  const wide = { "255,254": "utf-16le", "254,255": "utf-16be" }[bytes.slice(0, 2).join()];
  take(new TextDecoder(wide).decode(bytes));
}

/** Takes what is pasted, if it is long, or dropped. */
function takeOver(event) {
  const data = event.clipboardData ?? event.dataTransfer;
  const text = data.getData("text");
  if (event.type === "paste" && text.length <= LONG) return;
  event.preventDefault();
  if (data.files.length) takeFile(data.files[0]);
  else take(text);
}

field.addEventListener("input", () => ((given = field.value), update()));
field.addEventListener("paste", takeOver);
root.addEventListener("drop", takeOver);
root.addEventListener("dragover", (event) => event.preventDefault());
file.addEventListener("change", () => file.files.length && takeFile(file.files[0]));
for (const version of [start, target]) version.addEventListener("change", update);
form.addEventListener("reset", () => setTimeout(take, 0, ""));

find("[data-plain]").hidden = true;
form.hidden = false;
take("");
