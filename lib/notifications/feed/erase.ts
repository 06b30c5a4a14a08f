import type { Database } from "../../../db/connection/client";
import { withinAllowance } from "../../../db/connection/deadline";
import { erase as eraseFeed } from "../../../db/feed/erase";
import { log } from "../telemetry/log";
import type { Publish } from "./publish";

interface EraseContext {
  sql: Database;
  publish: Publish;
}

/**
 * Deletes all notifications of a user on behalf of a producer, and has the user's open pages drop theirs. Can be
 * repeated, and must be after a failure: of more than 10,000, the oldest may be gone by then.
 */
export async function eraseNotifications(
  { sql, publish }: EraseContext,
  userId: string,
  producer: string,
): Promise<void> {
  let count = 0;
  let outcome: "complete" | "failed" = "failed";
  try {
    for (let more = true; more;) {
      // Each part has time of its own, since the one before it was progress.
      const slice = await withinAllowance(() => eraseFeed(sql, userId));
      publish(slice.changes.map((change) => ({ userId, change })));
      count += slice.erased;
      more = slice.more;
    }
    outcome = "complete";
  } finally {
    log().info({ event: "notifications_erased", producer, count, outcome }, "Erased one user's notifications.");
  }
}
