/** What a form asks for, kept in the address: to share, to reload and to go back to. */

/** @typedef {HTMLInputElement | HTMLSelectElement} Control */

/** What is chosen, as the address has it. @param {Control[]} controls */
export function toQuery(controls) {
  const chosen = controls.filter((one) => one.value.trim() && (one.type !== "checkbox" || /** @type {any} */ (one).checked));
  return new URLSearchParams(chosen.map(({ name, value }) => [name, value.trim()]));
}

/**
 * Sets controls to what the address says, and gives that.
 * @param {Control[]} controls
 * @param {(select: HTMLSelectElement, value: string) => void} onUnknown what to do with a value that is not on offer
 */
export function restore(controls, onUnknown) {
  const asked = new URLSearchParams(location.search);
  for (const control of controls) {
    const values = asked.getAll(control.name);
    if (control instanceof HTMLInputElement && control.type === "checkbox") control.checked = values.includes(control.value);
    else control.value = values[0] ?? "";
    if (control instanceof HTMLSelectElement && control.selectedIndex < 0) onUnknown(control, values[0]);
  }
  return asked;
}

/** Writes the address. @param {URLSearchParams} asked @param {boolean} asStep for the back button to return from */
export function remember(asked, asStep) {
  const url = new URL(location.href);
  url.search = asked.toString().replaceAll("%2C", ","); // a list is read more easily
  if (url.href !== location.href) history[asStep ? "pushState" : "replaceState"](null, "", url);
}
