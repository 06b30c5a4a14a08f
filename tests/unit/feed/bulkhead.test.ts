import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Bulkhead } from "@/lib/notifications/feed/bulkhead";

const SIZE = 2;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const lasting = (milliseconds: number) => () =>
  new Promise<string>((resolve) => setTimeout(resolve, milliseconds, "done"));

describe("a bulkhead", () => {
  it("lets in what fits, and what comes when there is room again", async () => {
    const bulkhead = new Bulkhead(SIZE);
    const first = [bulkhead.run(lasting(500)), bulkhead.run(lasting(500))];
    expect(await bulkhead.run(lasting(500))).toEqual({ admitted: false, retryAfterSeconds: 1 });
    await vi.advanceTimersByTimeAsync(500);
    expect(await Promise.all(first)).toEqual(first.map(() => ({ admitted: true, result: "done" })));
    const later = bulkhead.run(lasting(500));
    await vi.advanceTimersByTimeAsync(500);
    expect(await later).toEqual({ admitted: true, result: "done" });
  });

  it("has room again after work that failed, and passes the failure on", async () => {
    const bulkhead = new Bulkhead(1);
    await expect(bulkhead.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await bulkhead.run(async () => "done")).toEqual({ admitted: true, result: "done" });
  });

  it.each([
    { workMs: 400, seconds: [1, 1, 2, 2, 3, 3] },
    { workMs: 4_000, seconds: [2, 4, 6, 8, 10, 12] },
  ])("tells a crowd to come as it fits, where work takes $workMs ms", async ({ workMs, seconds }) => {
    const bulkhead = new Bulkhead(SIZE);
    const before = bulkhead.run(lasting(workMs));
    await vi.advanceTimersByTimeAsync(workMs);
    await before;
    void bulkhead.run(lasting(workMs));
    void bulkhead.run(lasting(workMs));
    for (const retryAfterSeconds of seconds)
      expect(await bulkhead.run(lasting(workMs))).toEqual({ admitted: false, retryAfterSeconds });
  });

  it("lets a crowd of twenty through at the second or third try, each coming when it was told to", async () => {
    const bulkhead = new Bulkhead(SIZE);
    const producer = async (): Promise<number> => {
      for (let attempt = 1; ; attempt++) {
        const admission = await bulkhead.run(lasting(700));
        if (admission.admitted) return attempt;
        await new Promise((resolve) => setTimeout(resolve, 1000 * admission.retryAfterSeconds));
      }
    };
    const attempts = Promise.all(Array.from({ length: 20 }, producer));
    await vi.runAllTimersAsync();
    expect(Math.max(...(await attempts))).toBeLessThanOrEqual(3);
  });

  it("names no more than a minute, and a second once the crowd has gone", async () => {
    const bulkhead = new Bulkhead(1);
    void bulkhead.run(lasting(200_000));
    let told = 0;
    for (let request = 0; request < 100; request++) {
      const admission = await bulkhead.run(lasting(1));
      if (!admission.admitted) told = admission.retryAfterSeconds;
    }
    expect(told).toBe(60);
    await vi.advanceTimersByTimeAsync(61_000);
    expect(await bulkhead.run(lasting(1))).toEqual({ admitted: false, retryAfterSeconds: 1 });
  });
});
