/** The page /plan/: the form is the state, the address repeats it, and the plan follows at once. */

import { about, factsOf, renderMarkdown } from "./plan-markdown.js";
import { fill } from "./plan-pattern.js";
import { makePlan } from "./plan.js";

const TICKS = "plan-ticks"; // in the local storage: what is done, by change and stage, and installed versions
const SLICE = 10; // milliseconds of work before the browser may do something else
const pause = () => new Promise((resolve) => setTimeout(resolve));

/** @param {HTMLElement} root */
function start(root) {
  const find = (name) => root.querySelector(`[data-${name}]`);
  const pattern = (name, value) => fill(find(`pattern=${name}`).content.cloneNode(true), value);
  const form = root.querySelector("form");
  const status = root.querySelector("[role=status]");
  const [result, tools, said] = ["result", "tools", "said"].map(find);
  const loading = fetch(root.dataset.facts).then((answer) => answer.json()).catch(() => null);
  const ticks = readTicks();
  let toMarkdown = () => "";
  let turn = 0; // counts updates: an overtaken one stops

  /** Sets the form to what the address says; what it does not offer joins its choices. */
  function obey() {
    const asked = new URLSearchParams(location.search);
    for (const field of form.querySelectorAll("[data-choices]")) {
      const offered = [...field.querySelectorAll("input")].map(({ value }) => value);
      for (const value of asked.getAll(field.dataset.choices).filter((one) => !offered.includes(one))) {
        const label = field.querySelector("label").cloneNode(true);
        label.firstChild.value = label.lastChild.textContent = value;
        field.lastElementChild.before(label);
      }
    }
    for (const control of form.elements) {
      const values = asked.getAll(control.name);
      if (control.type === "checkbox") control.checked = values.includes(control.value);
      else control.value = values.join(", ");
      if (control.selectedIndex < 0) control.add(new Option(values[0], values[0], true, true));
    }
  }

  function remember(asStep) {
    const chosen = [...new FormData(form)].filter(([, value]) => value.trim());
    const url = new URL(location.href);
    url.search = new URLSearchParams(chosen);
    if (url.href !== location.href) history[asStep ? "pushState" : "replaceState"](null, "", url);
  }

  function toRequest() {
    const data = new FormData(form);
    return {
      start: data.get("from"),
      target: data.get("to"),
      factory_reset: data.has("reset"),
      web: data.has("web"),
      areas: data.getAll("area"),
      products: data.getAll("product"),
      uses: data.get("uses").split(",").map((name) => name.trim()).filter(Boolean),
    };
  }

  async function update() {
    const mine = ++turn;
    const request = toRequest();
    const facts = await loading;
    if (mine !== turn) return;
    const isAsked = request.start && request.target;
    const plan = isAsked && facts ? makePlan(facts, request) : {};
    refuse(plan);
    status.textContent = plan.summary ?? status.dataset[!facts ? "failed" : isAsked ? "none" : "invitation"];
    result.hidden = !plan.steps && !plan.rollback;
    tools.hidden = !plan.steps;
    if (plan.steps) await show(plan, facts.words, () => mine !== turn);
    else result.replaceChildren(pattern("refused", plan));
  }

  /** Says beside each field why there is no plan. */
  function refuse({ refusals = [] }) {
    for (const place of form.querySelectorAll("[data-refused]")) {
      const own = refusals.filter(({ field }) => field === place.dataset.refused);
      place.replaceChildren(...own.map((refusal) => pattern("refusal", refusal)));
      place.parentElement.querySelector("select, input").setAttribute("aria-invalid", `${own.length > 0}`);
      if (own.length) place.closest("details")?.setAttribute("open", "");
    }
  }

  async function show(plan, words, isOvertaken) {
    const some = (items) => (items.length ? [items] : []);
    const ends = { start: plan.start.asked, target: plan.target.asked };
    const top = {
      ...plan,
      title: words.title.replace(/\{(\w+)\}/g, (_, name) => ends[name]),
      notes: [plan.start, plan.target].filter(({ note }) => note).map(({ asked, note }) => `${asked} ${note}.`),
      warned: some(plan.warnings),
      ruled: some(plan.rules),
      advised: some(plan.advice),
      rollback: plan.steps.length ? plan.rollback : [],
    };
    result.replaceChildren(pattern("plan", top));
    toMarkdown = () => renderMarkdown(plan, words);
    const seen = new Set();
    let since = performance.now();
    for (const step of plan.steps) {
      const item = pattern("step", toStep(step, plan.site, words, seen));
      for (const box of item.querySelectorAll("input")) box.checked = ticks.has(box.value);
      find("steps").append(item);
      if (performance.now() - since < SLICE) continue;
      await pause();
      if (isOvertaken()) return;
      since = performance.now();
    }
  }

  /** A stop as its pattern wants it. */
  function toStep(step, site, words, seen) {
    const groups = ["before", "at", "after"].map((name) => ({ heading: words[name], hits: step[name] }));
    const filled = groups.filter(({ hits }) => hits.length);
    return {
      key: `install ${step.version}`,
      title: words.install.replace("{version}", step.version),
      page: step.page && root.dataset.base + step.page,
      about: [`${words[step.reason]}: ${step.reason_text}`, ...factsOf(step), ...(filled.length ? [] : [words["nothing-here"]])],
      groups: filled.map(({ heading, hits }) => ({ heading, hits: hits.map((hit) => toHit(hit, site, words, seen)) })),
    };
  }

  function toHit(hit, site, words, seen) {
    const isNew = !seen.has(hit.id) && seen.add(hit.id);
    const kinds = { [words.planned]: "planned", [words.tentative]: "tentative" };
    const badges = (hit.marks ?? []).filter((mark) => kinds[mark]).map((text) => ({ text, kind: kinds[text] }));
    return {
      ...hit,
      key: `${hit.id} ${hit.stage ?? 0}`,
      page: root.dataset.base + hit.page,
      address: site + hit.page,
      about: about(words, hit).filter((mark) => !kinds[mark]),
      badges,
      statements: isNew && hit,
    };
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    update();
    remember(target.type !== "text");
  });
  window.addEventListener("popstate", () => {
    obey();
    update();
  });
  result.addEventListener("change", ({ target }) => {
    ticks[target.checked ? "add" : "delete"](target.value);
    keepTicks(ticks);
  });
  find("clear").addEventListener("click", () => {
    ticks.clear();
    keepTicks(ticks);
    for (const box of result.querySelectorAll("input")) box.checked = false;
  });
  const copy = find("copy-plan");
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    const copied = await navigator.clipboard.writeText(toMarkdown()).then(() => true, () => false);
    said.textContent = copy.dataset[copied ? "copied" : "refused"];
  });

  find("plain").hidden = true;
  form.hidden = false;
  obey();
  update();
}

/** A browser may refuse to keep anything: then ticks last as long as the page. @returns {Set<string>} */
function readTicks() {
  try {
    return new Set(JSON.parse(localStorage.getItem(TICKS) ?? "[]"));
  } catch {
    return new Set();
  }
}

/** @param {Set<string>} ticks */
function keepTicks(ticks) {
  try {
    localStorage.setItem(TICKS, JSON.stringify([...ticks]));
  } catch {} // as above
}

const page = document.querySelector("[data-plan]");
if (page instanceof HTMLElement) start(page);
