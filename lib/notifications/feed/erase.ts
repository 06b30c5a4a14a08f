import { withinAllowance } from "../../../db/connection/deadline";
import { erase as eraseFeed } from "../../../db/feed/erase";
import { log } from "../telemetry/log";
import type { FeedContext } from "./publish";

/**
 * Deletes all notifications of a user on behalf of a producer. The user's open pages drop theirs. Repeat it after a failure:
 * of more than 10,000, the oldest may be gone by then.
 */
export async function eraseNotifications(
  { sql, publish }: FeedContext,
  userId: string,
  producer: string,
): Promise<void> {
  let count = 0;
  let outcome: "complete" | "failed" = "failed";
  try {
    for (let more = true; more;) {
      // Each part gets the full time, since the one before it was progress.
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
