/** How far the device's clock may be off before it is corrected: an answer takes its time, and tells whole seconds. */
const TOLERANCE_MS = 30_000;

let newest = 0;
let ahead = 0;

/** Learns the server's time from a `Date` header. One that is older than another is of an answer that a cache kept. */
export function hearServerTime(date: string | null): void {
  const time = Date.parse(date ?? "");
  if (!(time >= newest)) return;
  newest = time;
  const difference = time - Date.now();
  ahead = Math.abs(difference) > TOLERANCE_MS ? difference : 0;
}

/** Milliseconds since 1970 by the server's clock, as far as it is known. The device's may be wrong by hours. */
export function serverNow(): number {
  return Date.now() + ahead;
}
