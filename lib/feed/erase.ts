import { erase as eraseFeed } from "@/db/erase";
import { runtime } from "@/lib/runtime";

import { ring } from "./ring";

/**
 * Deletes all notifications of a user on behalf of a producer, and has the user's open pages drop theirs. Can be
 * repeated, and must be after a failure: of more than 10,000, the oldest may be gone by then.
 */
export async function erase(userId: string, producer: string): Promise<void> {
  let erased = 0;
  for (let more = true; more;) {
    const slice = await eraseFeed(runtime().sql, userId);
    ring(slice.changes.map((change) => ({ userId, change })));
    erased += slice.erased;
    more = slice.more;
  }
  console.info(`Erased the notifications of one user (${erased}) for the producer ${producer}.`);
}
