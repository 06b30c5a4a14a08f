import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { handleShutdown } from "@/lib/notifications/server/shutdown";

/** The rest of a shutdown is proven on real processes, in tests/integration/shutdown.test.ts. */
const others = process.listeners("SIGTERM");

beforeEach(() => {
  vi.spyOn(process, "exit").mockImplementation(() => undefined as never);
  process.removeAllListeners("SIGTERM");
});
afterEach(() => {
  process.removeAllListeners("SIGTERM");
  for (const listener of others) process.on("SIGTERM", listener);
  vi.restoreAllMocks();
});

it("a signal starts no drain when a program that closes the server listens after us", async () => {
  const calls: string[] = [];
  handleShutdown({
    drainSeconds: 3600,
    onStop: () => void calls.push("stop"),
    onDrained: async () => {},
    onClose: () => void calls.push("close"),
  });
  process.on("SIGTERM", () => void calls.push("the server closes"));
  process.emit("SIGTERM");
  await vi.waitUntil(() => calls.length === 3);
  expect(calls.toSorted()).toEqual(["close", "stop", "the server closes"]);
});
