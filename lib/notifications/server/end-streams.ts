import { unavailable } from "../problem";
import type { Runtime } from "./runtime";

/**
 * Ends all streams of a user, on every instance. A client that reconnects is verified again and misses nothing. Throws
 * `unavailable` if the other instances cannot be told; their streams then end within ten minutes.
 */
export async function endStreams(
  { bus, hub, metrics }: Pick<Runtime, "bus" | "hub" | "metrics">,
  userId: string,
): Promise<void> {
  // Directly, because a bus that accepts messages may still deliver none.
  hub.endStreams(userId);
  try {
    await bus.publish([{ kind: "end", channel: userId }]);
  } catch {
    metrics.publishFailed(1);
    throw unavailable("The other instances cannot be told, so their streams are still open. Try again.");
  }
}
