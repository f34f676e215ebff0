/**
 * A plan as a checklist in Markdown, to paste into a ticket.
 *
 * `portal/planner/plan_markdown.py` is the same in Python, function by function. `words` are those of the facts.
 */

import { BEFORE, GROUPS } from "./plan.js";

/** The plan as Markdown with a box to tick for every stop and every change. @param {any} plan @param {any} words */
export function renderMarkdown(plan, words) {
  // No line is a command in a log of GitHub, where the same plan may be printed.
  const text = [...toLines(plan, words)].join("\n") + "\n";
  return text.replace(/^(\s*)(?=::)/gm, "$1\\").replaceAll("##[", "##\\[");
}

function* toLines(plan, words) {
  yield `# ${escapeMarkdown(plan.title)}`;
  for (const { asked, note } of [plan.start, plan.target]) {
    if (note) yield* ["", `${escapeMarkdown(asked)} ${escapeMarkdown(note)}.`];
  }
  yield* ["", escapeMarkdown(plan.summary), "", escapeMarkdown(plan.age)];
  yield* toList(words.warnings, plan.warnings.map(({ text }) => escapeMarkdown(text)));
  for (const step of plan.steps) yield* toStep(plan, words, step);
  yield* toList(words.path, plan.rules.map(toRule));
  yield* toList(words.advice, plan.advice.map(toAdvice));
  for (const { steps = [], links = [] } of plan.rollback ?? []) {
    yield* toList(words.rollback, [...steps.map(indent), ...links.map(toLink)]);
  }
  yield* toList(words.coverage, plan.coverage.map(indent));
}

/** A list under its heading, or nothing. @param {string} heading @param {string[]} items */
function toList(heading, items) {
  return items.length ? ["", `## ${heading}`, "", ...items.map((item) => `- ${item}`)] : [];
}

function toRule({ when, text }) {
  return when ? `**${escapeMarkdown(when)}** ${indent(text)}` : indent(text);
}

function toAdvice({ question, text, links = [] }) {
  return [...(question ? [`**${escapeMarkdown(question)}**`] : []), indent(text), ...links.map(toLink)].join(" ");
}

function toLink({ name, url }) {
  return `See ${escapeMarkdown(name)}${url ? ` (${url})` : ""}.`;
}

function* toStep(plan, words, step) {
  yield* ["", `## ${words.install} ${step.version}`, ""];
  const isIdle = !GROUPS.some((group) => step[group].length);
  const facts = [step.track, step.date, step.scheduled, isIdle && words["nothing-here"]].filter(Boolean);
  yield [`${step.reason}: ${step.reason_text}`, ...facts].map(escapeMarkdown).join("; ");
  for (const group of GROUPS) {
    yield* toHits(plan, words, words[group], step[group]);
    if (group === BEFORE.at(-1)) yield* ["", `- [ ] ${words.install} ${step.version}`];
  }
}

function* toHits(plan, words, heading, hits) {
  if (hits.length) yield* ["", `### ${heading}`, ""];
  for (const hit of hits) {
    yield `- [ ] [${escapeMarkdown(hit.title)}](${plan.site}${hit.page}): ${escapeMarkdown(toAbout(words, hit))}`;
    if (hit.stage_text) yield* ["", `  ${indent(hit.stage_text)}`];
    for (const [label, text] of toStatements(words, hit)) yield* ["", `  ${indent(`**${label}:** ${text}`)}`];
  }
}

/** What sort of change it is, in which version, and what to know of it. */
function toAbout(words, hit) {
  const flags = [words[hit.status], hit.tentative && words.tentative].filter(Boolean);
  return [hit.what, ...flags, ...(hit.marks ?? [])].join("; ");
}

/** What to do, why and how it affects you with their labels, once a plan; gaps are said. @returns {[string, string][]} */
function toStatements(words, hit) {
  if (hit.again) return [];
  const toGap = (name) => [words["not-known"], hit.unknown?.[name]].filter(Boolean).join(" ");
  return ["action", "why", "impact"].map((name) => [words[name], hit[name] ?? toGap(name)]);
}

/** A plain text in which no character means anything in Markdown. @param {string} text */
export function escapeMarkdown(text) {
  return text.replace(/[\\`*_[\]<>#|~]|&(?=#?[A-Za-z0-9]+;)/g, "\\$&");
}

/** A text in Markdown with all its lines inside the item of a list. @param {string} text */
export function indent(text) {
  return text.replace(/\n(?=[^\n])/g, "\n  ");
}
