import type { Mark } from "./claim";

const DATABASE = "notification-signals";
const STORE = "marks";

/**
 * Replaces one user's mark in one transaction. IndexedDB puts those of all tabs in an order, which local storage does not:
 * a tab may still read there what another one has just changed.
 */
export async function changeMark(userId: string, change: (mark: Mark | null) => Mark | null): Promise<void> {
  const database = await open();
  try {
    await new Promise<void>((resolve, reject) => {
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
  } finally {
    database.close();
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.addEventListener("upgradeneeded", () => request.result.createObjectStore(STORE));
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
  });
}
