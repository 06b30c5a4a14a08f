import type { Mark } from "./claim";

const DATABASE = "notification-signals";
const STORE = "marks";

/** A database that takes longer is not waited for until it has answered: what arrives is to be shown while it is new. */
const TIMEOUT_MS = 1_000;
let isStuck = false;

/**
 * Replaces one user's mark in one transaction. IndexedDB puts those of all tabs in an order, which local storage does not:
 * a tab may still read there what another one has just changed. Rejects after a second without an answer.
 */
export async function changeMark(userId: string, change: (mark: Mark | null) => Mark | null): Promise<void> {
  if (isStuck) throw new Error("IndexedDB does not answer");
  let isLate = false;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      isLate = true;
      isStuck = true;
      reject(new Error("IndexedDB does not answer"));
    }, TIMEOUT_MS);
    const changed = open().then((database) => {
      isStuck = false;
      return isLate ? database.close() : replace(database, userId, change).finally(() => database.close());
    });
    void changed.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function replace(database: IDBDatabase, userId: string, change: (mark: Mark | null) => Mark | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, "readwrite");
    const marks = transaction.objectStore(STORE);
    const before: IDBRequest<Mark | undefined> = marks.get(userId);
    before.addEventListener("success", () => {
      const mark = change(before.result ?? null);
      if (mark !== null) marks.put(mark, userId);
    });
    transaction.addEventListener("complete", () => resolve());
    transaction.addEventListener("abort", () => reject(transaction.error));
  });
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.addEventListener("upgradeneeded", () => request.result.createObjectStore(STORE));
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
  });
}
