import { serverNow } from "../feed/server-clock";
import type { Acknowledgement, Target } from "./acknowledgement";

/** Keys of what a user has acknowledged in this browser and the server does not have yet. */
export const outboxPrefix = (userId: string): string => `notifications:${userId}:`;

/** Whether there is any. False where there is no storage. */
export function hasUnsent(userId: string): boolean {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(outboxPrefix(userId)));
  } catch {
    return false;
  }
}

/** What a user acknowledges now. */
export function acknowledgementOf(target: Target): Acknowledgement {
  const at = new Date(serverNow()).toISOString();
  return { key: at + Math.random(), target, at, doneAt: null };
}

/** False where there is no storage, or no room in it. */
export function storeAcknowledgement(prefix: string, entry: Acknowledgement): boolean {
  try {
    localStorage.setItem(prefix + entry.key, JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}
