interface TimeFormats {
  relative: Intl.RelativeTimeFormat;
  words: Intl.RelativeTimeFormat;
  clock: Intl.DateTimeFormat;
  weekday: Intl.DateTimeFormat;
  date: Intl.DateTimeFormat;
  dateOfAnotherYear: Intl.DateTimeFormat;
  full: Intl.DateTimeFormat;
}

const made = new Map<string, TimeFormats>();

/** How a language writes times, in the reader's time zone. Made once for each, since making one takes longer than using it. */
export function timeFormats(language: string): TimeFormats {
  const known = made.get(language);
  if (known !== undefined) return known;
  const formats = {
    relative: new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" }),
    words: new Intl.RelativeTimeFormat(language, { numeric: "auto" }),
    clock: new Intl.DateTimeFormat(language, { timeStyle: "short" }),
    weekday: new Intl.DateTimeFormat(language, { weekday: "long" }),
    date: new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "long" }),
    dateOfAnotherYear: new Intl.DateTimeFormat(language, { dateStyle: "long" }),
    full: new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "medium" }),
  };
  made.set(language, formats);
  return formats;
}
