"use client";

import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from "react";

import { focusIsLost } from "./focus-is-lost";
import type { Shown } from "./with-leaving";

/**
 * When the item with focus goes away, by whatever cause, focus moves to the item that takes its place.
 * With none left it is for the panel to decide.
 */
export function useFocusSuccession(list: RefObject<HTMLElement | null>, shown: readonly Shown[]) {
  const focused = useRef<{ id: string; index: number } | null>(null);

  useLayoutEffect(() => {
    if (focused.current === null) return;
    const remaining = shown.filter(({ presence }) => presence !== "leaving");
    const index = remaining.findIndex(({ notification }) => notification.id === focused.current?.id);
    if (index !== -1) {
      focused.current.index = index;
      return;
    }
    const successor = remaining[Math.min(focused.current.index, remaining.length - 1)];
    focused.current = null;
    if (successor !== undefined && focusIsLost()) {
      list.current
        ?.querySelector<HTMLElement>(
          `[data-notification="${CSS.escape(successor.notification.id)}"] [data-acknowledge]`,
        )
        ?.focus();
    }
  }, [list, shown]);

  return {
    onFocus(event: FocusEvent<HTMLElement>) {
      const id = event.target.closest<HTMLElement>("[data-notification]")?.dataset["notification"];
      const remaining = shown.filter(({ presence }) => presence !== "leaving");
      focused.current =
        id === undefined ? null : { id, index: remaining.findIndex(({ notification }) => notification.id === id) };
    },
  };
}
