import { unavailable } from "../problem";
import { channelName } from "../stream/hub";
import { END_MARK } from "../stream/sse-frame";
import type { Runtime } from "./runtime";

/**
 * Ends all streams of a user, on every instance. Whoever comes back is verified anew, and misses nothing. Throws `unavailable`
 * when the other instances cannot be told; their streams end within ten minutes then.
 */
export async function endStreams(
  { bus, hub, metrics }: Pick<Runtime, "bus" | "hub" | "metrics">,
  userId: string,
): Promise<void> {
  // Not by way of the bus, which may take messages while it brings none.
  hub.endStreams(userId);
  try {
    await bus.publish([{ channel: channelName(userId), frame: END_MARK }]);
  } catch {
    metrics.publishFailed(1);
    throw unavailable("The other instances cannot be told: streams that they have are still open. Try again.");
  }
}
