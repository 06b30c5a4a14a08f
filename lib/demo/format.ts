const DAY_MS = 24 * 60 * 60 * 1000;
/** A Monday. */
const FIRST_MONDAY_MS = Date.UTC(2024, 0, 1);

export type Format = ReturnType<typeof formatFor>;

/** Numbers, days and weights as people write them who speak this language (a BCP 47 tag; its region counts). */
export function formatFor(language: string, now: number) {
  const number = new Intl.NumberFormat(language);
  const percentage = new Intl.NumberFormat(language, { style: "percent" });
  const weight = new Intl.NumberFormat(language, { style: "unit", unit: "kilogram" });
  const list = new Intl.ListFormat(language, { style: "short", type: "unit" });
  const nearby = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  // Places and times of day come in pairs, in the time of that place. UTC stands for it and converts nothing.
  const date = new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
  const clock = new Intl.DateTimeFormat(language, { timeStyle: "short", timeZone: "UTC" });
  const weekday = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" });

  function day(inDays: number): string {
    if (Math.abs(inDays) > 1) return date.format(now + inDays * DAY_MS);
    const word = nearby.format(inDays, "day");
    return word.charAt(0).toLocaleUpperCase(language) + word.slice(1);
  }

  return {
    number: (value: number) => number.format(value),
    /** Of a fraction: 0.47 is 47%. */
    percentage: (fraction: number) => percentage.format(fraction),
    weight: (kilograms: number) => weight.format(kilograms),
    list: (items: readonly string[]) => list.format(items),
    /** Monday is 0. */
    weekday: (index: number) => weekday.format(FIRST_MONDAY_MS + index * DAY_MS),
    /** "Today, 8:12 AM", "Sat, Nov 14"; with a time of day as "08:12". */
    day: (inDays: number, time?: string) =>
      time === undefined ? day(inDays) : `${day(inDays)}, ${clock.format(Date.parse(`1970-01-01T${time}Z`))}`,
  };
}
