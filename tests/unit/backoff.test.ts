import { describe, expect, it } from "vitest";

import { backoff } from "@/lib/client/backoff";

const most = (failures: number): number => backoff(failures, 0, () => 1);

describe("backoff", () => {
  it("doubles with each failure, up to half a minute", () => {
    expect([0, 1, 2, 3, 4, 5, 50].map(most)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it("is fully jittered: anything from nothing to all of it", () => {
    expect(backoff(3, 0, () => 0)).toBe(0);
    expect(backoff(3, 0, () => 0.5)).toBe(4000);
  });

  it("never comes back before the server asked", () => {
    expect(backoff(0, 10_000, () => 0)).toBe(10_000);
    expect(backoff(0, 10_000, () => 1)).toBe(11_000);
  });
});
