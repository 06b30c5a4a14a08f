import { randomUUID } from "node:crypto";

/** A UUIDv7 (RFC 9562, section 5.7): the time in milliseconds, then random bits, for which Node keeps a supply. */
export function uuidv7(): string {
  const time = Date.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
