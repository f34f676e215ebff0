/** Names in use: whether code or configuration names what a change names. `portal/planner/names.py` says how. */

/** @type {Map<string, string[]>} */ const known = new Map();

/** The parts of a name. @param {string} name @returns {string[]} */
export function toParts(name) {
  const text = name.split("?")[0].toLowerCase().trim().replace(/^root\./, "");
  if (!known.has(name)) known.set(name, text.match(/[a-z0-9_#-]+/g) ?? []);
  return known.get(name) ?? [];
}

/** Those names of a change that a name in use means. @param {Record<string, string[]>} change @param {string} name */
export function recorded({ endpoints = [], parameters = [], names = [] }, name) {
  const used = toParts(name);
  const found = [...endpoints, ...parameters, ...names].filter((one) => {
    const parts = toParts(one);
    const ends = endpoints.includes(one) && isSame(parts, used.slice(-parts.length));
    const begins = parameters.includes(one) && isSame(parts, used.slice(0, parts.length));
    return ends || begins || parts.some((_, at) => isSame(parts.slice(at, at + used.length), used));
  });
  return [...new Set(found)];
}

/** Whether they are the same; a recorded `#` stands for a number. @param {string[]} parts @param {string[]} used */
function isSame(parts, used) {
  const isPart = (part, other) => RegExp(`^${part.replace("#", "[0-9]+")}$`).test(other);
  if (!parts.length || parts.length !== used.length) return false;
  return parts.every((part, at) => part === used[at] || (part.includes("#") && isPart(part, used[at])));
}
