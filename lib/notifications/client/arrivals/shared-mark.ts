import { createStore, update } from "idb-keyval";

import type { Mark } from "./claim";

/** After this time the database counts as stuck, and nobody waits for it until it has answered: an arrival is shown while it is new. */
const TIMEOUT_MS = 1_000;
let isStuck = false;
const marks = createStore("notification-signals", "marks");

/**
 * Replaces one user's mark, or keeps it if `change` returns null, in one transaction. IndexedDB puts the transactions of all
 * tabs in an order. Local storage does not: a tab may still read what another one has just changed. Rejects after a second
 * without an answer.
 */
export async function changeMark(userId: string, change: (mark: Mark | null) => Mark | null): Promise<void> {
  if (isStuck) throw new Error("IndexedDB does not answer");
  let isLate = false;
  const changed = update<Mark | undefined>(
    userId,
    (before) => {
      isStuck = false;
      return (isLate ? null : change(before ?? null)) ?? before;
    },
    marks,
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timedOut = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      isLate = true;
      isStuck = true;
      reject(new Error("IndexedDB does not answer"));
    }, TIMEOUT_MS);
  });
  await Promise.race([changed, timedOut]).finally(() => clearTimeout(timer));
}
