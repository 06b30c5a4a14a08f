import type { Arrival } from "../../../lib/notifications/client";
import type { Notification } from "../../../lib/notifications/contract";

/** What comes within this time is one burst. */
const BURST_MS = 1_000;

/** The toasts of a page: a few notifications, newest first, or how many there are. */
export interface ToastStack {
  single: readonly Notification[];
  many: Many | null;
  /** Time of the last arrival, in milliseconds. */
  at: number;
}

export interface Many {
  ids: readonly string[];
  /** Known by a count only. */
  unnamed: number;
}

export const NO_TOASTS: ToastStack = { single: [], many: null, at: -Infinity };

/** One that comes alone is shown as it is; of several at once, of a burst, or of more than `most`, only how many. */
export function withArrivals(
  stack: ToastStack,
  arrivals: readonly Arrival[],
  { now, most }: { now: number; most: number },
): ToastStack {
  const named = arrivals.flatMap(({ notification }) => notification ?? []).toReversed();
  const unnamed = arrivals.reduce((sum, { notification, count }) => (notification === null ? sum + count : sum), 0);
  const { single, many } = stack;
  const isCalm =
    many === null &&
    unnamed === 0 &&
    named.length === 1 &&
    single.length < most &&
    (single.length === 0 || now - stack.at > BURST_MS);
  if (isCalm) return { single: [...named, ...single], many: null, at: now };
  const before = many ?? { ids: single.map(({ id }) => id), unnamed: 0 };
  return {
    single: [],
    many: { ids: [...named.map(({ id }) => id), ...before.ids], unnamed: before.unnamed + unnamed },
    at: now,
  };
}

export const MANY_ID = "many";

/** Without a toast that went by itself or by hand: a notification's, or by MANY_ID. */
export function withoutToast(stack: ToastStack, id: string): ToastStack {
  if (id === MANY_ID) return { ...stack, many: null };
  return { ...stack, single: stack.single.filter((notification) => notification.id !== id) };
}

/** Without those acknowledged elsewhere. */
export function withoutAcknowledged(stack: ToastStack, ids: ReadonlySet<string>): ToastStack {
  const many = stack.many && { ...stack.many, ids: stack.many.ids.filter((id) => !ids.has(id)) };
  return {
    ...stack,
    single: stack.single.filter(({ id }) => !ids.has(id)),
    many: many !== null && manyCount(many) > 0 ? many : null,
  };
}

export function manyCount({ ids, unnamed }: Many): number {
  return ids.length + unnamed;
}
