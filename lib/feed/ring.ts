import type { Erasure } from "@/db/erase";
import type { Change } from "@/db/feed";
import { env } from "@/lib/env";
import { runtime } from "@/lib/runtime";
import { channelName } from "@/lib/stream/hub";
import { positionMark } from "@/lib/stream/sse-frame";

import { changeFrame } from "./frames";

/** Tells every process what has been committed. Nobody waits for it: the answer to the request does not depend on it. */
export function ring(changes: readonly { userId: string; change: Change | Erasure }[]): void {
  if (changes.length === 0) return;
  const { redisPositionsOnly } = env();
  const messages = changes.map(({ userId, change }) => ({
    channel: channelName(userId),
    frame: redisPositionsOnly ? positionMark(change.position) : changeFrame(change),
  }));
  runtime()
    .bus.publish(messages)
    .catch(() => {
      // Nothing is lost: the sweep finds what was not told. The bus logs its outages itself.
      runtime().metrics.publishFailed(changes.length);
    });
}
