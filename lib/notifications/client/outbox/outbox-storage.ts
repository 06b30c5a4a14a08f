import type { Acknowledgement } from "./acknowledgement";

/** Starts the keys of what a user has acknowledged in this browser and the server does not have yet. */
export const outboxPrefix = (userId: string): string => `notifications:${userId}:`;

/** True if anything is stored. False without storage. */
export function hasUnsent(userId: string): boolean {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(outboxPrefix(userId)));
  } catch {
    return false;
  }
}

/** False without storage, or without room in it. */
export function storeAcknowledgement(userId: string, entry: Acknowledgement): boolean {
  try {
    localStorage.setItem(outboxPrefix(userId) + entry.key, JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}
