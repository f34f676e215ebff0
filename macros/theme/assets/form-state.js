/** What a form asks for, kept in the address: to share, to reload and to go back to. */

let shown = location.search; // what the page shows

/** Whether the address asks for something else than the page shows. A step within the page does not. */
export function isElsewhere() {
  return location.search !== shown;
}

/** Whether a control is ticked or not, and its value always the same. */
const isBox = ({ type }) => type === "checkbox" || type === "radio";

/** What is chosen, as the address has it. */
export function toQuery(controls) {
  const chosen = controls.filter((one) => one.value.trim() && (!isBox(one) || one.checked));
  return new URLSearchParams(chosen.map(({ name, value }) => [name, value.trim()]));
}

/** Sets controls to what the address says, and gives that; `onUnknown` gets a select and what it does not offer. */
export function restore(controls, onUnknown = () => {}) {
  shown = location.search;
  const asked = new URLSearchParams(shown);
  for (const control of controls) {
    const values = asked.getAll(control.name);
    if (isBox(control)) control.checked = values.length ? values.includes(control.value) : !control.value;
    else control.value = values[0] ?? "";
    if (control instanceof HTMLSelectElement && control.selectedIndex < 0) onUnknown(control, values[0]);
  }
  return asked;
}

/** Writes the address, `asStep` for the back button to return from. */
export function remember(asked, asStep) {
  const url = new URL(location.href);
  url.search = asked.toString().replaceAll("%2C", ","); // a list is read more easily
  if (url.href !== location.href) history[asStep ? "pushState" : "replaceState"](null, "", url);
  shown = location.search;
}
