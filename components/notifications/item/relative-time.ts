import { daysBefore } from "../list/day";
import { timeFormats } from "./time-formats";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Of today "now", "5 min. ago", "3 hr. ago"; of an earlier day, whose heading says which, the time of day. Times in
 * milliseconds. A moment ahead of `now` (the two clocks differ a little) is "now" too.
 */
export function relativeTime(moment: number, now: number, language: string): string {
  const { relative, clock } = timeFormats(language);
  const age = now - moment;
  if (age < MINUTE_MS) return relative.format(0, "second");
  if (age < HOUR_MS) return relative.format(-Math.floor(age / MINUTE_MS), "minute");
  if (daysBefore(moment, now) === 0) return relative.format(-Math.floor(age / HOUR_MS), "hour");
  return clock.format(moment);
}

/** Date and time in full, in the reader's time zone. */
export function absoluteTime(moment: number, language: string): string {
  return timeFormats(language).full.format(moment);
}
