"use client";

import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from "react";

import { focusIsLost } from "./focus-is-lost";

/** When the element with focus is taken away and nothing else claimed focus, `fallback` gets it. */
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
