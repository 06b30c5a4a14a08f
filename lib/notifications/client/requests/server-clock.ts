/** The device's clock is corrected beyond this. An answer takes its time, and its `Date` has whole seconds. */
const TOLERANCE_MS = 30_000;

let newest = 0;
let ahead = 0;

/** Learns the server's time from a `Date` header. An older date than the last one comes from a cache, and is ignored. */
export function hearServerTime(date: string | null): void {
  const time = Date.parse(date ?? "");
  if (!(time >= newest)) return;
  newest = time;
  const difference = time - Date.now();
  ahead = Math.abs(difference) > TOLERANCE_MS ? difference : 0;
}

/** Milliseconds since 1970 by the server's clock, as far as it is known. The device's clock may be wrong by hours. */
export function serverNow(): number {
  return Date.now() + ahead;
}
