import { describe, expect, it } from "vitest";

import { bellLabel } from "@/components/notifications/bell/bell-button";
import { linkHost } from "@/components/notifications/item/link-address";
import { typeLabel } from "@/components/notifications/item/notification-words";
import { cappedCount } from "@/components/notifications/language/capped-count";
import { relativeTime } from "@/components/notifications/language/times";
import { dayLabel } from "@/components/notifications/language/times";
import { bell } from "@/components/notifications/texts/en/bell";

const NOW = new Date(2026, 10, 22, 12).getTime();
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe("the words of a notification", () => {
  it.each([
    [-5 * SECOND, "now"],
    [0, "now"],
    [59 * SECOND, "now"],
    [MINUTE, "1 min. ago"],
    [59 * MINUTE + 59 * SECOND, "59 min. ago"],
    [HOUR, "1 hr. ago"],
    [12 * HOUR, "12 hr. ago"],
  ])("say of %d ms ago on the same day: %s", (age, words) => {
    expect(relativeTime(NOW - age, NOW, "en")).toBe(words);
  });

  it("say the time of day of an earlier day, in the reader's language", () => {
    const evening = new Date(2026, 10, 21, 17, 5).getTime();
    expect(relativeTime(evening, NOW, "en")).toMatch(/^5:05\sPM$/);
    expect(relativeTime(evening, NOW, "de")).toBe("17:05");
  });

  it.each([
    ["en", 0, "Today"],
    ["en", 1, "Yesterday"],
    ["en", 2, "Friday"],
    ["en", 6, "Monday"],
    ["en", 7, "Sun, November 15"],
    ["en", 400, "October 18, 2025"],
    ["de", 0, "Heute"],
    ["de", 1, "Gestern"],
    ["de", 2, "Freitag"],
    ["de", 7, "So., 15. November"],
    ["ar", 1, "أمس"],
  ])("name days in %s: %d days ago is %s", (language, days, label) => {
    expect(dayLabel(new Date(2026, 10, 22 - days, 9).getTime(), NOW, language)).toBe(label);
  });

  it("change the day at midnight, not after a number of hours", () => {
    const [lastMoment, midnight] = [new Date(2026, 10, 21, 23, 59, 59).getTime(), new Date(2026, 10, 22).getTime()];
    expect(dayLabel(lastMoment, lastMoment, "en")).toBe("Today");
    expect(dayLabel(lastMoment, midnight, "en")).toBe("Yesterday");
    expect(dayLabel(midnight + 60_000, midnight, "en")).toBe("Today");
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
    expect(cappedCount(count, "en")).toBe(shown);
  });

  it("name the bell with the whole count and what is wrong", () => {
    expect(bellLabel(bell, 0, "live", "en")).toBe("Notifications");
    expect(bellLabel(bell, 123, "live", "en")).toBe("Notifications, 123 unread");
    expect(bellLabel(bell, 1, "offline", "en")).toBe("Notifications, 1 unread, offline");
    expect(bellLabel(bell, 0, "connecting", "en")).toBe("Notifications");
  });

  it("say where a link leads when it leaves this site", () => {
    expect(linkHost("https://example.org/a")).toBe("example.org");
    expect(linkHost("/orders/7")).toBeNull();
    expect(linkHost(undefined)).toBeNull();
  });
});
