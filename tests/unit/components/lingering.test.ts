import { describe, expect, it } from "vitest";

import { type Shown, withLeaving } from "@/components/notifications/list/use-lingering";
import type { Notification } from "@/lib/notifications/contract";

const notification = (id: string): Notification => ({
  id,
  type: "t",
  message: id,
  created_at: "2026-11-22T10:00:00.000Z",
});
const list = (ids: string): Notification[] => Array.from(ids, notification);
/** "a b- c+ d." is a staying, b leaving, c entering, d gone. */
const words = (shown: readonly Shown[]): string =>
  shown
    .map((one) => one.notification.id + { staying: "", leaving: "-", entering: "+", gone: "." }[one.presence])
    .join(" ");

function shownAfter(...steps: string[]): string {
  let shown: Shown[] = list(steps[0] ?? "").map((one) => ({ notification: one, presence: "staying" }));
  for (const step of steps.slice(1)) shown = withLeaving(shown, list(step), null);
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
    [
      "has a crowd gone at once, each in its place",
      ["abcdefghijklmno", "ao"],
      "a b. c. d. e. f. g. h. i. j. k. l. m. n. o",
    ],
    [
      "keeps what is gone in its place",
      ["abcdefghijklmno", "ao", "xa"],
      "x+ a b. c. d. e. f. g. h. i. j. k. l. m. n. o-",
    ],
    ["lets a crowd appear at once", ["a", "bcdefghijklmnoa"], "b c d e f g h i j k l m n o a"],
    ["lets the first ones in", ["", "ab"], "a+ b+"],
    ["takes back one that was gone", ["abcdefghijklmno", "ao", "afo"], "a b. c. d. e. f g. h. i. j. k. l. m. n. o"],
  ])("%s", (_, steps, expected) => {
    expect(shownAfter(...steps)).toBe(expected);
  });

  it("does all at once above what is read, and from there on as ever", () => {
    const before: Shown[] = list("abcde").map((one) => ({ notification: one, presence: "staying" }));
    expect(words(withLeaving(before, list("xbc"), "c"))).toBe("x a. b c d- e-");
    expect(words(withLeaving(before, list("be"), "c"))).toBe("a. b c- d- e");
  });
});
