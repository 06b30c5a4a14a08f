import { describe, expect, it } from "vitest";

import {
  countOf,
  NO_TOASTS,
  type ToastStack,
  withArrivals,
  withoutAcknowledged,
  withoutToast,
} from "@/components/notifications/toasts/toast-stack";

import { arrivalOf, idOf } from "./notifications";

/** What is shown: notifications by their number, or how many there are. */
function shown({ toasts }: ToastStack): string {
  return toasts.map((toast) => toast.notification?.message.split(" ")[1] ?? `${countOf(toast)} new`).join(" ");
}

const calmly = (stack: ToastStack, ...numbers: number[]): ToastStack =>
  numbers.reduce(
    (toasts, number) => withArrivals(toasts, [arrivalOf(number)], { now: number * 5_000, most: 3 }),
    stack,
  );

describe("toasts", () => {
  it("show one after the other, newest first", () => {
    expect(shown(calmly(NO_TOASTS, 1, 2, 3))).toBe("3 2 1");
  });

  it("are one for all when there would be more than there is room for", () => {
    const four = calmly(NO_TOASTS, 1, 2, 3, 4);
    expect(shown(four)).toBe("4 new");
    expect(shown(calmly(four, 5))).toBe("5 new");
    const onPhone = withArrivals(calmly(NO_TOASTS, 1), [arrivalOf(2)], { now: 90_000, most: 1 });
    expect(shown(onPhone)).toBe("2 new");
  });

  it("are one for a burst, be it told at once, within a second, or as a count", () => {
    const now = 5_500;
    expect(shown(withArrivals(NO_TOASTS, [arrivalOf(1), arrivalOf(2)], { now, most: 3 }))).toBe("2 new");
    expect(shown(withArrivals(calmly(NO_TOASTS, 1), [arrivalOf(2)], { now, most: 3 }))).toBe("2 new");
    const counted = { position: 9, count: 3, notification: null };
    expect(shown(withArrivals(calmly(NO_TOASTS, 1), [counted], { now, most: 3 }))).toBe("4 new");
  });

  it("go with what is acknowledged elsewhere", () => {
    expect(shown(withoutAcknowledged(calmly(NO_TOASTS, 1, 2), new Set([idOf(1)])))).toBe("2");
    const many = calmly(NO_TOASTS, 1, 2, 3, 4);
    expect(shown(withoutAcknowledged(many, new Set([idOf(1), idOf(9)])))).toBe("3 new");
    expect(shown(withoutAcknowledged(many, new Set([1, 2, 3, 4].map(idOf))))).toBe("");
  });

  it("go one by one, or with all that they count", () => {
    expect(shown(withoutToast(calmly(NO_TOASTS, 1, 2), idOf(2)))).toBe("1");
    expect(shown(withoutToast(calmly(NO_TOASTS, 1, 2, 3, 4), "many"))).toBe("");
  });
});
