import { unavailable } from "../problem";
import type { Runtime } from "./runtime";

/**
 * Ends all streams of a user, on every instance. The client comes back, is verified anew, and misses nothing. Throws
 * `unavailable` if the other instances cannot be told; their streams then end within ten minutes.
 */
export async function endStreams(
  { bus, hub, metrics }: Pick<Runtime, "bus" | "hub" | "metrics">,
  userId: string,
): Promise<void> {
  // Directly: the bus may take messages and bring none.
  hub.endStreams(userId);
  try {
    await bus.publish([{ kind: "end", channel: userId }]);
  } catch {
    metrics.publishFailed(1);
    throw unavailable("The other instances cannot be told: streams that they have are still open. Try again.");
  }
}
