import type { Arrival } from "../../../lib/notifications/client";
import type { Notification } from "../../../lib/notifications/contract";

/** What comes within this time is one burst. */
const BURST_MS = 1_000;
const MANY_ID = "many";

/** One toast: a notification, or how many there are. */
export interface StackedToast {
  id: string;
  /** Null for many, of which it says only the count. */
  notification: Notification | null;
  ids: readonly string[];
  /** How many are known by a count only. */
  unnamed: number;
}

/** The toasts of a page, newest first: a few notifications, or one for many. */
export interface ToastStack {
  toasts: readonly StackedToast[];
  /** Time of the last arrival, in milliseconds. */
  at: number;
}

export const NO_TOASTS: ToastStack = { toasts: [], at: -Infinity };

/** With a toast for one that comes alone. Several at once, a burst, or more than `most` become one toast for all. */
export function withArrivals(
  { toasts, at }: ToastStack,
  arrivals: readonly Arrival[],
  { now, most }: { now: number; most: number },
): ToastStack {
  const named = arrivals.flatMap(({ notification }) => notification ?? []).toReversed();
  const unnamed = arrivals.reduce((sum, { notification, count }) => (notification === null ? sum + count : sum), 0);
  const only = named.length === 1 && unnamed === 0 ? named[0] : undefined;
  const isCalm = toasts.length === 0 || (now - at > BURST_MS && toasts.every((toast) => toast.notification !== null));
  if (only && isCalm && toasts.length < most)
    return { toasts: [{ id: only.id, notification: only, ids: [only.id], unnamed: 0 }, ...toasts], at: now };
  const many = {
    id: MANY_ID,
    notification: null,
    ids: [...named.map(({ id }) => id), ...toasts.flatMap(({ ids }) => ids)],
    unnamed: toasts.reduce((sum, toast) => sum + toast.unnamed, unnamed),
  };
  return { toasts: [many], at: now };
}

/** Without a toast that went by itself or by hand. */
export function withoutToast({ toasts, at }: ToastStack, id: string): ToastStack {
  return { toasts: toasts.filter((toast) => toast.id !== id), at };
}

/** Without the notifications acknowledged elsewhere. */
export function withoutAcknowledged({ toasts, at }: ToastStack, acknowledged: ReadonlySet<string>): ToastStack {
  const left = toasts.map((toast) => ({ ...toast, ids: toast.ids.filter((id) => !acknowledged.has(id)) }));
  return { toasts: left.filter((toast) => countOf(toast) > 0), at };
}

export function countOf({ ids, unnamed }: StackedToast): number {
  return ids.length + unnamed;
}
