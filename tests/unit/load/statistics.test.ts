import { array, assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";

import { largest, median, percentile, smallest, sum } from "@/tests/load/bench/statistics";

describe("statistics", () => {
  it("takes percentiles that are values, the smallest that suffices", () => {
    const values = [40, 10, 30, 20];
    expect([0, 0.25, 0.26, 0.5, 0.75, 0.99, 1].map((share) => percentile(values, share))).toEqual([
      10, 10, 20, 20, 30, 40, 40,
    ]);
  });

  it("takes the middle one, or the mean of the two in the middle", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([7])).toBe(7);
  });

  it("has no figure for nothing", () => {
    expect([median([]), percentile([], 0.5)]).toEqual([Number.NaN, Number.NaN]);
    expect(sum([])).toBe(0);
  });

  it("finds the ends of any number of values", () => {
    const many = Array.from({ length: 300_000 }, (_, index) => index);
    expect([smallest(many), largest(many)]).toEqual([0, 299_999]);
  });

  it("has as many values below a median as above", () => {
    assert(
      property(array(integer(), { minLength: 1 }), (values) => {
        const middle = median(values);
        const below = values.filter((value) => value < middle).length;
        const above = values.filter((value) => value > middle).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });
});
