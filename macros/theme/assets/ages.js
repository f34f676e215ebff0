/**
 * What a page cannot say by itself, since it is the same on every day: how long ago its dates are, which of them have
 * passed, and where today is in its pictures. Without it, the dates alone are there.
 */

const DAY = 24 * 60 * 60 * 1000;
const today = new Date();
const relative = new Intl.RelativeTimeFormat("en", { numeric: "always" });

/** How long ago the end of a day, month or year is; nothing where it is this month. */
function ago(date) {
  const [year, month = 12] = date.split("-").map(Number);
  const months = 12 * (today.getFullYear() - year) + today.getMonth() + 1 - month;
  if (months < 1) return "";
  return ` (${months < 24 ? relative.format(-months, "month") : relative.format(-Math.floor(months / 12), "year")})`;
}

for (const time of document.querySelectorAll("time[data-age]")) {
  time.nextElementSibling?.append(ago(time.dateTime));
}

for (const time of document.querySelectorAll("time[data-ahead]")) {
  if (Date.parse(time.dateTime) + DAY <= today.getTime()) time.after(" (this date has passed)");
}

for (const line of document.querySelectorAll(".figure-today")) {
  const [from, to] = [line.dataset.from, line.dataset.to].map((date) => Date.parse(`${date}`));
  const x = (100 * (today.getTime() - from)) / (to - from);
  if (!(x >= 0 && x <= 100)) continue;
  line.setAttribute("x1", `${x}%`);
  line.setAttribute("x2", `${x}%`);
  line.setAttribute("visibility", "visible");
  for (const key of line.closest("figure")?.querySelectorAll("[data-today-key]") ?? []) key.removeAttribute("hidden");
}
