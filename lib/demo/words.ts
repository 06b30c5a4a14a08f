import { closestLanguage } from "@/components/notifications/language/language";

import { type Texts, TEXTS } from "./texts/texts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** What the server components of the demo need to speak a language. */
export interface Words {
  /** BCP 47 tag. */
  language: string;
  texts: Texts;
  format: ReturnType<typeof formatFor>;
}

export function wordsIn(language: string, now: number): Words {
  return { language, texts: TEXTS[closestLanguage(language)], format: formatFor(language, now) };
}

/** Formats numbers, weights and days for a language (a BCP 47 tag; its region counts). */
export function formatFor(language: string, now: number) {
  const percentage = new Intl.NumberFormat(language, { style: "percent" });
  const weight = new Intl.NumberFormat(language, { style: "unit", unit: "kilogram" });
  const nearby = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  // Times of day are local to their place already. UTC keeps Intl from converting them.
  const date = new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
  const clock = new Intl.DateTimeFormat(language, { timeStyle: "short", timeZone: "UTC" });

  function day(inDays: number): string {
    if (Math.abs(inDays) > 1) return date.format(now + inDays * DAY_MS);
    const word = nearby.format(inDays, "day");
    return word.charAt(0).toLocaleUpperCase(language) + word.slice(1);
  }

  return {
    /** Formats a fraction: 0.47 is 47%. */
    percentage: (fraction: number) => percentage.format(fraction),
    weight: (kilograms: number) => weight.format(kilograms),
    /** "Today, 8:12 AM", "Sat, Nov 14". The time of day is given as "08:12". */
    day: (inDays: number, time?: string) =>
      time === undefined ? day(inDays) : `${day(inDays)}, ${clock.format(Date.parse(`1970-01-01T${time}Z`))}`,
  };
}
