const MOST_SHOWN = 99;

/** "7", and "99+" for anything that would not fit a badge. */
export function cappedCount(count: number): string {
  return count > MOST_SHOWN ? `${MOST_SHOWN}+` : String(count);
}
