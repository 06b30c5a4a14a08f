import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { handleShutdown } from "@/lib/notifications/server/shutdown";

const HOUR_SECONDS = 3600;

describe("a signal to stop", () => {
  const others = process.listeners("SIGTERM");
  let calls: string[];
  const shutdown = {
    drainSeconds: HOUR_SECONDS,
    onStop: () => void calls.push("stop"),
    onDrained: async () => {},
    onClose: () => void calls.push("close"),
  };
  const closeServer = (): void => void calls.push("the server closes");

  beforeEach(() => {
    calls = [];
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    vi.spyOn(process, "exit").mockImplementation((code) => {
      calls.push(`exit ${code}`);
      return undefined as never;
    });
    process.removeAllListeners("SIGTERM");
  });
  afterEach(() => {
    process.removeAllListeners("SIGTERM");
    for (const listener of others) process.on("SIGTERM", listener);
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it("closes nothing until the drain is over; a second signal ends it", async () => {
    process.on("SIGTERM", closeServer);
    handleShutdown(shutdown);
    process.emit("SIGTERM");
    expect(calls).toEqual(["stop"]);
    process.emit("SIGTERM");
    await vi.waitUntil(() => calls.length === 3);
    expect(calls).toEqual(["stop", "close", "the server closes"]);
  });

  it("does not drain if something else closes the server at the signal", async () => {
    handleShutdown(shutdown);
    process.on("SIGTERM", closeServer);
    process.emit("SIGTERM");
    await vi.waitUntil(() => calls.length === 3);
    expect(calls.toSorted()).toEqual(["close", "stop", "the server closes"]);
  });

  it("exits by itself within the ten seconds of a container", async () => {
    process.on("SIGTERM", closeServer);
    handleShutdown({ ...shutdown, drainSeconds: 0 });
    process.emit("SIGTERM");
    await vi.waitUntil(() => calls.includes("the server closes"));
    vi.advanceTimersByTime(9_000);
    expect(calls.at(-1)).toBe("exit 143");
  });
});
