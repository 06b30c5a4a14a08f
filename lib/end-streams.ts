import { unavailable } from "./http/problem";
import { runtime } from "./runtime";
import { channelName } from "./stream/hub";
import { END_MARK } from "./stream/sse-frame";

/**
 * Ends all streams of a user, on every instance. Whoever comes back is verified anew, and misses nothing. Throws `unavailable`
 * when the other instances cannot be told; their streams end within ten minutes then.
 */
export async function endStreams(userId: string): Promise<void> {
  const { bus, hub, metrics } = runtime();
  // Not by way of the bus, which may take messages while it brings none.
  hub.endStreams(userId);
  try {
    await bus.publish([{ channel: channelName(userId), frame: END_MARK }]);
  } catch {
    metrics.publishFailed(1);
    throw unavailable("The other instances cannot be told: streams that they have are still open. Try again.");
  }
}
