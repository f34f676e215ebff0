/**
 * A plan as a checklist in Markdown, to paste into a ticket.
 *
 * `portal/planner/plan_markdown.py` is the same in Python, function by function. `words` are those of the facts.
 */

import { CLASSES } from "./plan.js";

/** What to write of a plan: `today` in words, each change in a line or with some statements, the boxes that are ticked.
 * @typedef {{ today: string, isBrief?: boolean, statements?: string[], isTicked?: (box: string) => boolean }} Form */

/**
 * The plan as Markdown with a box to tick for every stop and every change.
 * @param {any} plan @param {any} words @param {Form} form
 */
export function renderMarkdown(plan, words, form) {
  // No line is a command in a log of GitHub, where the same plan may be printed.
  const text = [...toLines(plan, words, form)].join("\n") + "\n";
  return text.replace(/^(\s*)(?=::)/gm, "$1\\").replaceAll("##[", "##\\[");
}

/** A sentence of the words with its places filled in. */
function fill(sentence, values) {
  return sentence.replace(/\{([a-z]+)\}/g, (_, name) => values[name]);
}

function* toLines(plan, words, form) {
  yield `# ${escapeMarkdown(plan.title)}`;
  for (const { asked, note } of [plan.start, plan.target]) {
    if (note) yield* ["", `${escapeMarkdown(asked)} ${escapeMarkdown(note)}.`];
  }
  yield* ["", escapeMarkdown(plan.summary), "", `${fill(words.made, form)} ${escapeMarkdown(plan.age)}`];
  yield* toList(words.warnings, plan.warnings.map(({ text }) => escapeMarkdown(text)));
  if (plan.steps.length) yield* ["", `## ${words.stops}`, "", escapeMarkdown(plan.way.text), ""];
  const busy = plan.steps.filter((step) => CLASSES.some((name) => step[name]));
  for (const step of plan.steps) {
    const facts = [step.track, step.date, step.scheduled, !busy.includes(step) && plan.idle].filter(Boolean);
    const about = [`${step.reason}: ${step.reason_text}`, ...facts].map(escapeMarkdown).join("; ");
    yield `${toBox(form, `install ${step.version}`)} ${words.install} ${step.version}: ${about}`;
  }
  for (const step of busy) yield* toStep(plan, words, step, form);
  yield* toList(words.path, plan.rules.map((rule) => toRule(words, rule)));
  if (form.isBrief) return;
  yield* toList(words.advice, plan.advice.map((advice) => toAdvice(words, advice)));
  for (const { steps = [], links = [] } of plan.rollback ?? []) {
    yield* toList(words.rollback, [...steps.map(indent), ...links.map(toLink)]);
  }
  yield* toList(words.coverage, plan.coverage.map(indent));
}

function toBox({ isTicked }, box) {
  return isTicked?.(box) ? "- [x]" : "- [ ]";
}

/** A list under its heading, or nothing. @param {string} heading @param {string[]} items */
function toList(heading, items) {
  return items.length ? ["", `## ${heading}`, "", ...items.map((item) => `- ${item}`)] : [];
}

function toRule(words, { when, text, strength, sources }) {
  return `${when ? `**${escapeMarkdown(when)}** ` : ""}${indent(text)} (${strength}; ${toSaid(words, sources)})`;
}

function toAdvice(words, { question, text, links = [], sources }) {
  const asked = question ? [`**${escapeMarkdown(question)}**`] : [];
  const said = sources ? [`(${toSaid(words, sources)})`] : [];
  return [...asked, indent(text), ...links.map(toLink), ...said].join(" ");
}

/** Who says something. */
function toSaid(words, sources) {
  const names = sources.map(({ name, url }) => [escapeMarkdown(name), url].filter(Boolean).join(" "));
  const listed = [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" and ");
  return fill(words["said-by"], { sources: listed });
}

function toLink({ name, url }) {
  return `See ${escapeMarkdown(name)}${url ? ` (${url})` : ""}.`;
}

function* toStep(plan, words, step, form) {
  yield* ["", `## ${fill(words["at-stop"], { version: step.version })}`];
  for (const name of CLASSES.filter((one) => step[one])) {
    yield* ["", `### ${words[`class-${name}`]}`, ""];
    for (const hit of step[name]) yield* toHit(plan, words, hit, form);
  }
}

function* toHit(plan, words, hit, form) {
  const about = escapeMarkdown(form.isBrief ? toBrief(words, hit) : toAbout(words, hit));
  yield `${toBox(form, hit.id)} [${escapeMarkdown(hit.title)}](${plan.site}${hit.page}): ${about}`;
  if (form.isBrief) return;
  for (const stage of hit.stages ?? []) yield* ["", `  ${indent(toStaged(words, stage))}`];
  for (const [label, text] of toStatements(words, hit, form)) yield* ["", `  ${indent(`**${label}:** ${text}`)}`];
}

/** What sort of change it is, in which version, and what to know of it. */
function toAbout(words, hit) {
  const flags = [words[hit.status], hit.tentative && words.tentative].filter(Boolean);
  return [hit.what, ...flags, ...(hit.marks ?? [])].join("; ");
}

/** What sort of change it is in a few words, in which version, how far it is and what comes of it. */
export function toBrief(words, hit) {
  return [hit.what, words[hit.status], words[`consequence-${hit.consequence}`]].filter(Boolean).join("; ");
}

/** What comes at a stage. */
export function toStaged(words, { version, text, status }) {
  return `${version}${words[status] ? ` (${words[status]})` : ""}: ${text}`;
}

/** What to do, why and how it affects you with their labels; gaps are said. @returns {[string, string][]} */
function toStatements(words, hit, { statements = ["action", "why", "impact"] }) {
  const toGap = (name) => [words["not-known"], hit.unknown?.[name]].filter(Boolean).join(" ");
  return statements.map((name) => [words[name], hit[name] ?? toGap(name)]);
}

/** A plain text in which no character means anything in Markdown. @param {string} text */
export function escapeMarkdown(text) {
  return text.replace(/[\\`*_[\]<>#|~]|&(?=#?[A-Za-z0-9]+;)/g, "\\$&");
}

/** A text in Markdown with all its lines inside the item of a list. @param {string} text */
export function indent(text) {
  return text.replace(/\n(?=[^\n])/g, "\n  ");
}
