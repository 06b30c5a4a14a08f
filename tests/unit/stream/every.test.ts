import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { every } from "@/lib/notifications/stream/every";

describe("every", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it("runs again and again until it is stopped", async () => {
    const task = vi.fn<() => void>();
    const timer = every(1000, task);
    await vi.advanceTimersByTimeAsync(3500);
    timer.stop();
    await vi.advanceTimersByTimeAsync(5000);
    expect(task).toHaveBeenCalledTimes(3);
  });

  it("never runs twice at once", async () => {
    let running = 0;
    let most = 0;
    const timer = every(1000, async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 2500));
      running--;
    });
    await vi.advanceTimersByTimeAsync(10_000);
    timer.stop();
    expect(most).toBe(1);
  });

  it("reports an outage once, and the next one again", async () => {
    const report = vi.spyOn(console, "warn").mockReturnValue();
    let broken = true;
    const timer = every(1000, async () => {
      if (broken) throw new Error("away");
    });
    await vi.advanceTimersByTimeAsync(3000);
    expect(report).toHaveBeenCalledTimes(1);
    broken = false;
    await vi.advanceTimersByTimeAsync(1000);
    broken = true;
    await vi.advanceTimersByTimeAsync(2000);
    timer.stop();
    expect(report).toHaveBeenCalledTimes(2);
  });
});
