import { Toast } from "@base-ui/react/toast";
import { useEffect, useEffectEvent, useRef } from "react";

import { countOf, type StackedToast, type ToastStack, withoutToast } from "./toast-stack";

/** Base UI's toasts, kept as the stack says. A toast that goes, by time or by hand, leaves the stack. */
export function useStackedToasts(stack: ToastStack, onChange: (change: (before: ToastStack) => ToastStack) => void) {
  const { toasts, add, update, close } = Toast.useToastManager<StackedToast>();
  const shown = useRef(new Map<string, StackedToast>());

  const drop = useEffectEvent((id: string) => {
    shown.current.delete(id);
    onChange((before) => withoutToast(before, id));
  });
  const reconcile = useEffectEvent((wanted: readonly StackedToast[]) => {
    for (const id of shown.current.keys()) if (!wanted.some((data) => data.id === id)) close(id);
    // Oldest first, as Base UI stacks them.
    for (const data of wanted.toReversed()) {
      const { id } = data;
      const before = shown.current.get(id);
      shown.current.set(id, data);
      if (before === undefined || countOf(data) > countOf(before)) {
        // The provider notices a window that loses focus, not one that has none.
        add({ id, data, onClose: () => drop(id), ...(!document.hasFocus() && { timeout: 0 }) });
      } else if (countOf(data) < countOf(before)) {
        update(id, { data });
      }
    }
  });
  useEffect(() => reconcile(stack.toasts), [stack]);

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
