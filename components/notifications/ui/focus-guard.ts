import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from "react";

/** Gives focus to `fallback` when the element that had it is taken away and nothing else takes it. */
export function useFocusGuard(fallback: RefObject<HTMLElement | null>) {
  const lastFocused = useRef<HTMLElement | null>(null);

  useLayoutEffect(() => {
    const element = lastFocused.current;
    if (element === null || (element.isConnected && element.closest("[inert]") === null)) return;
    lastFocused.current = null;
    if (focusIsLost()) fallback.current?.focus();
  });

  return {
    onFocus(event: FocusEvent<HTMLElement>) {
      lastFocused.current = event.target;
    },
  };
}

/** True when the keyboard is nowhere: the element that had focus went away, or is on its way out. */
export function focusIsLost(): boolean {
  const active = document.activeElement;
  return (
    active === null ||
    active === document.body ||
    active instanceof HTMLDialogElement ||
    active.closest("[inert]") !== null
  );
}
