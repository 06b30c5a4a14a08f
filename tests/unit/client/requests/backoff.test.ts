import { describe, expect, it } from "vitest";

import { backoff, retryAfterMs } from "@/lib/notifications/client/requests/backoff";

const most = (failures: number): number => backoff(failures, 0, () => 1);

describe("backoff", () => {
  it("doubles with each failure, up to half a minute", () => {
    expect([0, 1, 2, 3, 4, 5, 50].map(most)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it("is jittered: anything from a quarter to all of it", () => {
    expect(backoff(3, 0, () => 0)).toBe(2000);
    expect(backoff(3, 0, () => 0.5)).toBe(5000);
  });

  it("never comes back before the server asked, nor later than in a minute", () => {
    expect(backoff(0, 10_000, () => 0)).toBe(10_250);
    expect(backoff(0, 10_000, () => 1)).toBe(11_000);
    expect(backoff(50, 45_000, () => 1)).toBe(60_000);
    expect(backoff(50, Number.POSITIVE_INFINITY, () => 1)).toBe(60_000);
  });
});

describe("Retry-After", () => {
  it.each([
    ["7", 7_000],
    ["0", 0],
    ["2200000", 45_000],
    ["999999999999999999999999", 45_000],
    ["Infinity", 45_000],
    ["-5", 0],
    ["soon", 0],
    ["", 0],
    ["Sun, 22 Nov 2026 11:00:00 GMT", 0],
  ])("of %j is %i milliseconds", (value, milliseconds) => {
    expect(retryAfterMs(new Headers({ "Retry-After": value }))).toBe(milliseconds);
  });
});
