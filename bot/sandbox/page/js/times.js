// Dates and times as people read them, in the sandbox's time zone.

import { locale } from "./prefs.js";
import { world } from "./store.js";

const shapes = new Map();

function shaped(options, milliseconds) {
  const zone = world.page.zone || undefined;
  const key = JSON.stringify([locale(), zone, options]);
  if (!shapes.has(key)) shapes.set(key, new Intl.DateTimeFormat(locale(), { ...options, timeZone: zone }));
  return shapes.get(key).format(milliseconds);
}

export const clockTime = (seconds) => shaped({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, seconds * 1000);
export const dayOf = (seconds) => shaped({ day: "numeric", month: "long", year: "numeric", weekday: "long" }, seconds * 1000);
export const shortDay = (seconds) => shaped({ day: "numeric", month: "short" }, seconds * 1000);
export const moment = (milliseconds) =>
  shaped({ weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, milliseconds);

/** A file's size, in the unit that fits. */
export function size(bytes) {
  const [amount, unit] = bytes < 1000 ? [bytes, "byte"] : bytes < 1e6 ? [bytes / 1000, "kilobyte"] : [bytes / 1e6, "megabyte"];
  return new Intl.NumberFormat(locale(), { style: "unit", unit, maximumFractionDigits: amount < 10 && unit !== "byte" ? 1 : 0 }).format(amount);
}
