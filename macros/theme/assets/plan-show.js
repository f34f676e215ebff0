/** Shows a plan: fills the page's pattern with it. Other pages fill theirs in the same way. */

import { toBlocks } from "./plan-prose.js";
import { CLASSES } from "./plan.js";

/** What a `data-` attribute of a pattern does with the value of the field that it names. */
const SHOW = {
  text: (one, value) => one.replaceChildren(value),
  prose: (one, value) => one.replaceChildren(...toBlocks(value)),
  if: (one, value) => isThere(value) || one.remove(),
  each: (one, value) => one.before(...(isThere(value) ? [value].flat() : []).map((item) => fill(one, item))),
  href: (one, value) => (value ? (one.href = value) : one.replaceWith(...one.childNodes)), // its text alone
  value: (one, value) => (one.value = value),
  name: (one, value) => value && (one.id = value),
  concern: (one, value) => (one.dataset.concerns = value),
};

function isThere(value) {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** A copy of a pattern. Its attributes name fields of the value; `.` is the value itself. */
export function fill(pattern, value) {
  const copy = pattern.content.cloneNode(true);
  for (const one of copy.querySelectorAll("*")) {
    for (const [name, field] of Object.entries(one.dataset)) SHOW[name]?.(one, field === "." ? value : value[field]);
  }
  return copy;
}

/** A plan, or what to do where there is none, as a copy of the pattern. `base` leads to the site's root. */
export function showPlan(pattern, plan, base, words) {
  const seen = new Set();
  const steps = plan.steps?.map((step) => toStep(step, plan.site, base, words, seen));
  return fill(pattern, {
    ...plan,
    steps,
    from: plan.start?.asked,
    headline: plan.headline?.map((one) => ({ ...one, href: seen.has(one.class) && `#plan-${one.class}` })),
    isMore: ["advice", "rollback", "coverage"].some((name) => isThere(plan[name])),
    rules: plan.rules?.map((rule) => ({ ...rule, when: rule.when?.replace(/\.$/, ":") })),
  });
}

// --- what patterns show beside the plan's own fields: where pages are, what boxes are called, and what is not there

/** A stop; `seen` has the classes that have a heading to lead to. */
function toStep(step, site, base, words, seen) {
  const classes = CLASSES.filter((name) => step[name]?.length).map((name) => {
    const anchor = !seen.has(name) && `plan-${name}`;
    seen.add(name);
    return { anchor, heading: words[`class-${name}`], hits: step[name].map((hit) => toHit(hit, site, base, words)) };
  });
  const release = step.page && toPage(step, site, base);
  return { ...step, classes, box: `install ${step.version}`, lts: step.track_id && step.track, release };
}

/** The first mark says what comes of it, if that is known. */
function toHit(hit, site, base, words) {
  const [planned, unconfirmed] = ["planned", "unconfirmed"].map((status) => hit.status === status);
  const marks = [...(hit.marks ?? [])];
  const consequent = hit.consequence && { [hit.consequence]: marks.shift() };
  const toStage = ({ version, text, status }) => `${version}${words[status] ? ` (${words[status]})` : ""}: ${text}`;
  const stages = hit.stages?.map(toStage);
  return { ...hit, ...consequent, ...toPage(hit, site, base), planned, unconfirmed, marks, stages, box: hit.id };
}

/** Where a page is, from here and on paper. */
function toPage({ page }, site, base) {
  return { href: base + page, address: ` (${site}${page})` };
}
