const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const DAYS_OF_A_WEEK = 7;

/**
 * The age of a notification of today: "now", "5 min. ago", "3 hr. ago". An earlier one stands under the heading of its day, so
 * this is its time of day. Times in milliseconds. A moment ahead of `now` (the two clocks differ a little) is "now" too.
 */
export function relativeTime(moment: number, now: number, language: string): string {
  const { relative, clock } = formatsOf(language);
  const age = now - moment;
  if (age < MINUTE_MS) return relative.format(0, "second");
  if (age < HOUR_MS) return relative.format(-Math.floor(age / MINUTE_MS), "minute");
  if (daysBefore(moment, now) === 0) return relative.format(-Math.floor(age / HOUR_MS), "hour");
  return clock.format(moment);
}

/** Date and time in full, in the reader's time zone. */
export function absoluteTime(moment: number, language: string): string {
  return formatsOf(language).full.format(moment);
}

/** "Today", "Yesterday", "Monday", and a date beyond a week. A moment ahead of `now` is today. */
export function dayLabel(moment: number, now: number, language: string): string {
  const label = dayWords(moment, now, language);
  return label.charAt(0).toLocaleUpperCase(language) + label.slice(1);
}

function dayWords(moment: number, now: number, language: string): string {
  const { words, weekday, date, dateOfAnotherYear } = formatsOf(language);
  const days = Math.max(0, daysBefore(moment, now));
  if (days <= 1) return words.format(-days, "day");
  if (days < DAYS_OF_A_WEEK) return weekday.format(moment);
  const isSameYear = new Date(moment).getFullYear() === new Date(now).getFullYear();
  return (isSameYear ? date : dateOfAnotherYear).format(moment);
}

/** The reader's calendar days between two moments: 0 on the same day, 1 when `moment` was the day before, whatever the hour. */
export function daysBefore(moment: number, now: number): number {
  return calendarDay(now) - calendarDay(moment);
}

/** Counted in UTC from the reader's own date, since a local day may have 23 or 25 hours. */
function calendarDay(moment: number): number {
  const date = new Date(moment);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY_MS;
}

const formats = new Map<string, ReturnType<typeof makeFormats>>();

/** Made once for each language, since making one takes longer than using it. */
function formatsOf(language: string) {
  const known = formats.get(language) ?? makeFormats(language);
  formats.set(language, known);
  return known;
}

function makeFormats(language: string) {
  return {
    relative: new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" }),
    words: new Intl.RelativeTimeFormat(language, { numeric: "auto" }),
    clock: new Intl.DateTimeFormat(language, { timeStyle: "short" }),
    weekday: new Intl.DateTimeFormat(language, { weekday: "long" }),
    date: new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "long" }),
    dateOfAnotherYear: new Intl.DateTimeFormat(language, { dateStyle: "long" }),
    full: new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "medium" }),
  };
}
