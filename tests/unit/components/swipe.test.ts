import { describe, expect, it } from "vitest";

import { swipeCommits, swipeIntent } from "@/components/notifications/ui/use-swipe";

describe("a swipe", () => {
  it.each([
    [3, 4, "unclear"],
    [12, 2, "swipe"],
    [-12, 2, "other"],
    [2, 12, "other"],
    [10, 9, "other"],
    [60, -30, "swipe"],
  ])("after %d px along and %d px across is: %s", (along, across, intent) => {
    expect(swipeIntent(along, across)).toBe(intent);
  });

  it.each([
    [140, 0, true],
    [100, 0, false],
    [60, 0.8, true],
    [20, 2, false],
    [200, -0.8, false],
  ])("let go after %d of 320 px at %d px/ms does it: %s", (distance, velocity, commits) => {
    expect(swipeCommits(distance, velocity, 320)).toBe(commits);
  });
});
