import { describe, expect, it } from "vitest";

import { bellLabel } from "@/components/notifications/bell-label";
import { cappedCount } from "@/components/notifications/capped-count";
import { linkHost } from "@/components/notifications/link-host";
import { relativeTime } from "@/components/notifications/relative-time";
import { typeLabel } from "@/components/notifications/type-label";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe("the words of a notification", () => {
  it.each([
    [-5 * SECOND, "now"],
    [0, "now"],
    [59 * SECOND, "now"],
    [MINUTE, "1 min. ago"],
    [59 * MINUTE + 59 * SECOND, "59 min. ago"],
    [HOUR, "1 hr. ago"],
    [23 * HOUR, "23 hr. ago"],
    [DAY, "yesterday"],
    [6 * DAY, "6 days ago"],
    [8 * DAY, "Nov 14"],
    [400 * DAY, "Oct 18, 2025"],
  ])("say of %d ms ago: %s", (age, words) => {
    expect(relativeTime(NOW - age, NOW)).toBe(words);
  });

  it.each([
    ["order.shipped", "Order shipped"],
    ["ORDER_SHIPPED", "Order shipped"],
    ["orderShipped", "Order shipped"],
    ["x", "X"],
    ["...", "..."],
  ])("call the type %s: %s", (type, label) => {
    expect(typeLabel(type)).toBe(label);
  });

  it.each([
    [1, "1"],
    [99, "99"],
    [100, "99+"],
    [12_345, "99+"],
  ])("count %d as %s on a badge", (count, shown) => {
    expect(cappedCount(count)).toBe(shown);
  });

  it("name the bell with the whole count and what is wrong", () => {
    expect(bellLabel(0, "live")).toBe("Notifications");
    expect(bellLabel(123, "live")).toBe("Notifications, 123 unread");
    expect(bellLabel(1, "offline")).toBe("Notifications, 1 unread, offline");
    expect(bellLabel(0, "connecting")).toBe("Notifications");
  });

  it("say where a link leads when it leaves this site", () => {
    expect(linkHost("https://example.org/a")).toBe("example.org");
    expect(linkHost("/orders/7")).toBeNull();
    expect(linkHost(undefined)).toBeNull();
  });
});
