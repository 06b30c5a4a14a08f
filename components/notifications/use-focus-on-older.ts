"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";

/**
 * After older items were asked for, focus goes to the first of them, so that reading goes on where it stopped
 * even when the button is gone.
 */
export function useFocusOnOlder(list: RefObject<HTMLElement | null>) {
  const lastBefore = useRef<Element | null>(null);

  useLayoutEffect(() => {
    const firstOlder = lastBefore.current?.nextElementSibling;
    if (firstOlder === null || firstOlder === undefined) return;
    lastBefore.current = null;
    firstOlder.querySelector<HTMLElement>("[data-acknowledge]")?.focus();
  });

  return function rememberLast() {
    lastBefore.current = list.current?.lastElementChild ?? null;
  };
}
