import { runtime } from "@/lib/runtime";
import type { Message } from "@/lib/stream/bus";

/**
 * Tells every process what has been committed, without waiting: the answer to the request does not depend on it, and
 * what a lost message leaves behind is found by the sweep.
 */
export function ring(messages: readonly Message[]): void {
  if (messages.length === 0) return;
  runtime()
    .bus.publish(messages)
    .catch(() => {
      // The bus has logged that it is away.
    });
}
