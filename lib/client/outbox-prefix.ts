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
