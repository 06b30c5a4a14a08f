const MOST_SHOWN = 99;

/** "7", and "99+" for anything that would not fit a badge. */
export function cappedCount(count: number, language: string): string {
  const numbers = new Intl.NumberFormat(language);
  return count > MOST_SHOWN ? `${numbers.format(MOST_SHOWN)}+` : numbers.format(count);
}
