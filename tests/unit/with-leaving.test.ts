import { describe, expect, it } from "vitest";

import { type Shown, withLeaving } from "@/components/notifications/with-leaving";
import type { Notification } from "@/lib/contract";

const notification = (id: string): Notification => ({
  id,
  type: "t",
  message: id,
  created_at: "2026-11-22T10:00:00.000Z",
});
const list = (ids: string): Notification[] => Array.from(ids, notification);
/** "a b- c+" is a staying, b leaving, c entering. */
const words = (shown: readonly Shown[]): string =>
  shown.map((one) => one.notification.id + { staying: "", leaving: "-", entering: "+" }[one.presence]).join(" ");

function shownAfter(...steps: string[]): string {
  let shown: Shown[] = list(steps[0] ?? "").map((one) => ({ notification: one, presence: "staying" }));
  for (const step of steps.slice(1)) shown = withLeaving(shown, list(step));
  return words(shown);
}

describe("a list that changes", () => {
  it.each([
    ["stays as it is", ["abc", "abc"], "a b c"],
    ["keeps one that leaves in its place", ["abc", "ac"], "a b- c"],
    ["keeps the last one in its place", ["abc", "ab"], "a b c-"],
    ["keeps neighbours that leave together", ["abcd", "ad"], "a b- c- d"],
    ["lets one in on top", ["bc", "abc"], "a+ b c"],
    ["lets older ones appear at the end without ceremony", ["ab", "abcd"], "a b c d"],
    ["does both at once", ["bcd", "abd"], "a+ b c- d"],
    ["takes back one that was leaving", ["abc", "ac", "abc"], "a b c"],
    ["empties", ["ab", ""], "a- b-"],
    ["drops a crowd at once", ["abcdefghijklmn", "a"], "a"],
  ])("%s", (_, steps, expected) => {
    expect(shownAfter(...steps)).toBe(expected);
  });
});
