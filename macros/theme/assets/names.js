/** The index of names: shows those that have all parts that are typed, and tells how many of each kind. */

import { remember, restore, toQuery } from "./form-state.js";
import { counted, toWords } from "./pieces.js";

const root = /** @type {HTMLElement} */ (document.querySelector("[data-names]"));
const form = /** @type {HTMLFormElement} */ (root.querySelector("form"));
const field = /** @type {HTMLInputElement} */ (form.querySelector("input"));
const said = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
const kinds = [...root.querySelectorAll("section")].map((section) => ({
  section,
  title: `${section.querySelector("h2")?.firstChild?.textContent}`.toLowerCase(),
  names: [...section.querySelectorAll("tbody")].map((place) => ({
    place,
    text: `${place.querySelector("th")?.textContent}`.replace(/\s+/g, " ").toLowerCase(),
  })),
}));
const total = kinds.reduce((sum, { names }) => sum + names.length, 0);

/** Shows what fits, and says what that is. */
function update() {
  const words = toWords(field.value.trim());
  const counts = kinds.map(({ section, title, names }) => {
    for (const { place, text } of names) place.hidden = !words.every((word) => text.includes(word));
    const count = names.filter(({ place }) => !place.hidden).length;
    section.hidden = !count;
    return { title, count };
  });
  const found = counts.reduce((sum, { count }) => sum + count, 0);
  const each = counts.filter(({ count }) => count).map(({ title, count }) => `${title} ${count}`);
  const all = counted(total, "name");
  said.textContent = field.value.trim() ? [`${found} of ${all}`, each.join(", ")].filter(Boolean).join(": ") : all;
}

field.addEventListener("input", () => (update(), remember(toQuery([field]), false)));
addEventListener("hashchange", () => {
  const goal = document.querySelector(":target");
  if (goal?.checkVisibility() !== false) return;
  form.reset(); // what is led to is shown
  update();
  goal.scrollIntoView();
});
restore([field], () => {});
form.hidden = false;
update();
