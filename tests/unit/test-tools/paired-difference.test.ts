import { describe, expect, it } from "vitest";

import { pairedDifference } from "@/tests/load/paired-difference";

describe("a paired difference", () => {
  it("is the median of the differences, not the difference of the medians", () => {
    const { median } = pairedDifference([
      [0, 1],
      [10, 12],
      [20, 0],
    ]);
    expect(median).toBe(1);
  });

  it("lies with 95% between the second and the ninth of ten", () => {
    const pairs = Array.from({ length: 10 }, (_, index) => [0, index + 1] as const);
    expect(pairedDifference(pairs)).toEqual({ median: 5.5, low: 2, high: 9 });
  });

  it("lies anywhere when there are too few to say", () => {
    const pairs = Array.from({ length: 5 }, () => [0, 1] as const);
    expect(pairedDifference(pairs)).toEqual({
      median: 1,
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
    });
  });
});
