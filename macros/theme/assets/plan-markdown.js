/** A plan as a checklist in Markdown, to paste into a ticket: the same text as `portal/planner/markdown.py` gives. */

import { listed } from "./plan-asked.js";

const plain = (text) => text.replace(/[\\`*_[\]<>#|~]/g, "\\$&");
const indented = (text) => text.replace(/\n(?=[^\n])/g, "\n  ");

/** What sort of change it is, in which version, and what to know of it. @returns {string[]} */
export const about = (words, { kind, version, marks = [], names }) => [
  `${words[`kind-${kind}`] ?? kind}, ${version}`,
  ...marks,
  ...(names ? [words.names.replace("{names}", names.join(", "))] : []),
];

/** What to know of a stop. @returns {string[]} */
export const factsOf = ({ track, date, scheduled }) => [track, date, scheduled].filter(Boolean);

/** @param {any} plan @param {Record<string, string>} words */
export function renderMarkdown(plan, words) {
  const seen = new Set();
  const see = (links = []) =>
    links.length ? [words.see.replace("{links}", listed(links.map(({ name, url }) => name + (url ? ` (${url})` : ""))))] : [];
  const list = (heading, texts) => (texts.length ? ["", `## ${heading}`, "", ...texts.map((text) => indented(`- ${text}`))] : []);
  const advised = ({ question, text, links }) => [question, text, ...see(links)].filter(Boolean).join(" ");

  function toHit(hit) {
    const { id, title, page, stage_text: stage } = hit;
    const statements = ["action", "impact"].map((name) => {
      const text = hit[name] || `${words["not-known"]} ${hit[`${name}_unknown`] ?? ""}`.trim();
      return `**${words[name]}:** ${text}`;
    });
    const texts = [...(stage ? [stage] : []), ...(seen.has(id) ? [] : statements)];
    seen.add(id);
    const line = `- [ ] [${plain(title)}](${plan.site}${page}) (${plain(about(words, hit).join("; "))})`;
    return [line, ...texts.flatMap((text) => ["", `  ${indented(text)}`])];
  }

  const toHits = (heading, hits) => (hits.length ? ["", `### ${heading}`, "", ...hits.flatMap(toHit)] : []);

  function toStep(step, at) {
    const install = words.install.replace("{version}", step.version);
    const facts = factsOf(step);
    const title = install + (facts.length ? ` (${facts.join(", ")})` : "");
    const isEmpty = !step.before.length && !step.at.length && !step.after.length;
    const reason = words[step.reason][0].toUpperCase() + words[step.reason].slice(1);
    return [
      ...["", `## ${at + 1}. ${plain(title)}`, ""],
      `${reason}: ${step.reason_text}${isEmpty ? `; ${words["nothing-here"]}` : ""}.`,
      ...toHits(words.before, step.before),
      ...["", `- [ ] ${install}`],
      ...toHits(words.at, step.at),
      ...toHits(words.after, step.after),
    ];
  }

  const { start, target, rollback, site } = plan;
  const title = words.title.replace("{start}", start.asked).replace("{target}", target.asked);
  const lines = [
    ...[`# ${plain(title)}`, "", plain(plan.summary)],
    ...list(words.warnings, plan.warnings.map(({ text }) => plain(text))),
    ...plan.steps.flatMap(toStep),
    ...list(words.advice, plan.advice.map(advised)),
    ...(plan.steps.length ? list(words.rollback, [...(rollback.steps ?? []), ...see(rollback.links)]) : []),
    ...list(words.coverage, [...plan.coverage, words.unofficial.replace("{site}", site)]),
    "",
  ];
  return lines.join("\n");
}
