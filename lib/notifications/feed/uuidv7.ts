import { hash, randomUUID } from "node:crypto";

/** A UUIDv7 (RFC 9562, section 5.7): the time in milliseconds, then random bits, for which Node keeps a supply. */
export function uuidv7(): string {
  const time = Date.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

const VARIANTS = ["8", "9", "a", "b"];

/**
 * Derives a UUIDv7 for a name from `seed`, another UUIDv7. It is always the same, has the seed's time, and is as hard to
 * guess as the seed.
 */
export function uuidv7For(seed: string, name: string): string {
  const bits = hash("sha256", `${seed} ${name}`);
  const variant = VARIANTS[Number.parseInt(bits.charAt(3), 16) % 4];
  return `${seed.slice(0, 15)}${bits.slice(0, 3)}-${variant}${bits.slice(4, 7)}-${bits.slice(7, 19)}`;
}
