/** The index of names: shows those that have all parts that are typed, and tells how many of each kind. */

import { remember, restore, toQuery } from "./form-state.js";
import { counted, toWords } from "./pieces.js";

const root = document.querySelector("[data-names]");
const [form, field, said] = ["form", "input", "[role=status]"].map((selector) => root.querySelector(selector));
const kinds = [...root.querySelectorAll("section")].map((section) => {
  const title = section.querySelector("h2").firstChild.textContent.toLowerCase();
  const toText = (place) => place.querySelector("th").textContent.replace(/\s+/g, " ").toLowerCase();
  return { section, title, names: [...section.querySelectorAll("tbody")].map((place) => ({ place, text: toText(place) })) };
});
const all = counted(kinds.flatMap(({ names }) => names).length, "name");

/** Shows what fits, and says what that is. */
function update() {
  const words = toWords(field.value.trim());
  const shown = kinds.map(({ section, title, names }) => {
    for (const { place, text } of names) place.hidden = !words.every((word) => text.includes(word));
    const count = names.filter(({ place }) => !place.hidden).length;
    section.hidden = !count;
    return { title, count };
  });
  const found = shown.reduce((sum, { count }) => sum + count, 0);
  const each = shown.filter(({ count }) => count).map(({ title, count }) => `${title} ${count}`);
  said.textContent = field.value.trim() ? `${found} of ${all}${found ? ": " : ""}${each.join(", ")}` : all;
}

field.addEventListener("input", () => (update(), remember(toQuery([field]), false)));
addEventListener("hashchange", () => {
  const goal = document.querySelector(":target");
  if (goal?.checkVisibility() !== false) return;
  field.value = ""; // what is led to is shown
  update();
  goal.scrollIntoView();
});
restore([field], () => {});
form.hidden = false;
update();
