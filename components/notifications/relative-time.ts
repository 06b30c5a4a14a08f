const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

const STEPS = [
  { limit: HOUR_MS, size: MINUTE_MS, unit: "minute" },
  { limit: DAY_MS, size: HOUR_MS, unit: "hour" },
  { limit: WEEK_MS, size: DAY_MS, unit: "day" },
] as const;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
const sameYear = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const otherYear = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });
const absolute = new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "medium" });

/**
 * "now", "5 min. ago", "yesterday", and a date beyond a week. Times in milliseconds.
 * A moment ahead of `now` (the two clocks differ a little) is "now" too.
 */
export function relativeTime(moment: number, now: number): string {
  const age = now - moment;
  if (age < MINUTE_MS) return "now";
  for (const { limit, size, unit } of STEPS) {
    if (age < limit) return relative.format(-Math.floor(age / size), unit);
  }
  const date = new Date(moment);
  return (date.getFullYear() === new Date(now).getFullYear() ? sameYear : otherYear).format(date);
}

/** Date and time in full, in the reader's time zone. */
export function absoluteTime(moment: number): string {
  return absolute.format(moment);
}
