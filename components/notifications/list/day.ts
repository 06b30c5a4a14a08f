import { timeFormats } from "../item/time-formats";

const DAYS_OF_A_WEEK = 7;
const DAY_MS = 24 * 60 * 60_000;

/** The reader's calendar days between two moments: 0 on the same day, 1 when `moment` was the day before, whatever the hour. */
export function daysBefore(moment: number, now: number): number {
  return calendarDay(now) - calendarDay(moment);
}

/** "Today", "Yesterday", "Monday", and a date beyond a week. A moment ahead of `now` (clocks differ a little) is today. */
export function dayLabel(moment: number, now: number, language: string): string {
  const days = daysBefore(moment, now);
  const { words, weekday, date, dateOfAnotherYear } = timeFormats(language);
  if (days <= 0) return asTitle(words.format(0, "day"), language);
  if (days === 1) return asTitle(words.format(-1, "day"), language);
  if (days < DAYS_OF_A_WEEK) return asTitle(weekday.format(moment), language);
  const sameYear = new Date(moment).getFullYear() === new Date(now).getFullYear();
  return asTitle((sameYear ? date : dateOfAnotherYear).format(moment), language);
}

/** Counted in UTC from the reader's own date, since a local day may have 23 or 25 hours. */
function calendarDay(moment: number): number {
  const date = new Date(moment);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY_MS;
}

function asTitle(words: string, language: string): string {
  return words.charAt(0).toLocaleUpperCase(language) + words.slice(1);
}
