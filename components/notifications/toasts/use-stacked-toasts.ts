"use client";

import { Toast } from "@base-ui/react/toast";
import { useEffect, useEffectEvent, useRef } from "react";

import type { Notification } from "../../../lib/notifications/contract";
import { MANY_ID, manyCount, type ToastStack, withoutToast } from "./toast-stack";

export interface ToastData {
  /** Null for many, of which it says only the count. */
  notification: Notification | null;
  count: number;
}

/** Base UI's toasts, kept as the stack says. A toast that goes, by time or by hand, leaves the stack. */
export function useStackedToasts(stack: ToastStack, onChange: (change: (before: ToastStack) => ToastStack) => void) {
  const { toasts, add, update, close } = Toast.useToastManager<ToastData>();
  const shown = useRef(new Map<string, ToastData>());

  const drop = useEffectEvent((id: string) => {
    shown.current.delete(id);
    onChange((before) => withoutToast(before, id));
  });
  const reconcile = useEffectEvent((wanted: ReadonlyMap<string, ToastData>) => {
    for (const id of shown.current.keys()) if (!wanted.has(id)) close(id);
    for (const [id, data] of wanted) {
      const before = shown.current.get(id);
      shown.current.set(id, data);
      if (before === undefined || data.count > before.count) {
        // The provider notices a window that loses focus, not one that has none.
        add({ id, data, onClose: () => drop(id), ...(!document.hasFocus() && { timeout: 0 }) });
      } else if (data.count < before.count) {
        update(id, { data });
      }
    }
  });
  useEffect(() => reconcile(wantedToasts(stack)), [stack]);

  const startTimers = useEffectEvent(() => {
    for (const toast of toasts) if (toast.timeout === 0) update(toast.id, { timeout: undefined });
  });
  useEffect(() => {
    // After the provider's own listener, which is not done before the next task.
    let timer: ReturnType<typeof setTimeout> | undefined;
    const start = (): void => void (timer = setTimeout(() => startTimers(), 50));
    window.addEventListener("focus", start);
    return () => {
      window.removeEventListener("focus", start);
      clearTimeout(timer);
    };
  }, []);

  return toasts;
}

/** Oldest first, as they are added. */
function wantedToasts({ single, many }: ToastStack): ReadonlyMap<string, ToastData> {
  const wanted = new Map<string, ToastData>();
  for (const notification of single.toReversed()) wanted.set(notification.id, { notification, count: 1 });
  if (many !== null) wanted.set(MANY_ID, { notification: null, count: manyCount(many) });
  return wanted;
}
