/** Shows a plan: fills the page's patterns with it. */

import { toStaged } from "./plan-markdown.js";
import { toBlocks } from "./plan-prose.js";
import { CLASSES } from "./plan.js";

/** What a `data-` attribute of a pattern does with the value of the field that it names. */
const SHOW = {
  text: (one, value) => one.replaceChildren(value),
  prose: (one, value) => one.replaceChildren(...toBlocks(value)),
  if: (one, value) => isThere(value) || one.remove(),
  each: (one, value) => one.before(...(isThere(value) ? [value].flat() : []).map((item) => fill(one, item))),
  href: (one, value) => (one.href = value),
  value: (one, value) => (one.value = value),
};

/** @param {any} value */
function isThere(value) {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/**
 * A copy of a pattern.
 * @param {HTMLTemplateElement} pattern
 * @param {any} value whose fields the attributes name; `.` is the value itself
 * @returns {DocumentFragment}
 */
function fill(pattern, value) {
  const copy = /** @type {DocumentFragment} */ (pattern.content.cloneNode(true));
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (copy.querySelectorAll("*"))) {
    for (const [name, field] of Object.entries(one.dataset)) SHOW[name]?.(one, field === "." ? value : value[field]);
  }
  return copy;
}

/**
 * A plan, or why there is none, as a copy of the pattern.
 * @param {HTMLTemplateElement} pattern
 * @param {any} plan
 * @param {string} base the way from the page to the site's root
 * @param {any} words those of the facts
 */
export function showPlan(pattern, plan, base, words) {
  return fill(pattern, {
    ...plan,
    steps: plan.steps?.map((step) => toStep(step, plan, base, words)),
    rules: plan.rules?.map(toLinked),
    advice: plan.advice?.map(toLinked),
    rollback: plan.rollback?.map(toLinked),
  });
}

// --- what patterns show beside the plan's own fields: where pages are, what boxes are called, and what is not there

function toStep(step, { site, idle }, base, words) {
  const classes = CLASSES.map((name) => [name, step[name]?.map((hit) => toHit(hit, site, base, words))]);
  const isIdle = !CLASSES.some((name) => step[name]);
  const release = step.page && toPage(step, site, base);
  return { ...step, ...Object.fromEntries(classes), idle: isIdle && idle, box: `install ${step.version}`, release };
}

function toHit(hit, site, base, words) {
  const [planned, unconfirmed] = ["planned", "unconfirmed"].map((status) => hit.status === status);
  const stages = hit.stages?.map((stage) => toStaged(words, stage));
  return { ...hit, ...toPage(hit, site, base), stages, planned, unconfirmed, box: hit.id };
}

/** Where a page is, from here and on paper. */
function toPage({ page }, site, base) {
  return { href: base + page, address: ` (${site}${page})` };
}

/** @param {any} item */
function toLinked({ links, sources, ...item }) {
  const named = (all = []) => all.map((link) => ({ ...link, isNameOnly: !link.url }));
  return { ...item, links: named(links), sources: named(sources) };
}
