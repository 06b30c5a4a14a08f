"use client";

import { useSyncExternalStore } from "react";

const MINUTE_MS = 60_000;

let now = Date.now();
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/**
 * The time in milliseconds, a new one whenever the clock shows another minute, so that a day ends on time: one timer for
 * everything on the page that shows an age.
 */
export function useMinute(): number {
  return useSyncExternalStore(subscribe, read, read);
}

function read(): number {
  return now;
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = Date.now();
    timer = setTimeout(tick, untilNextMinute());
    document.addEventListener("visibilitychange", tick);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", tick);
  };
}

/** Also when the page is seen again: timers stand still while a laptop sleeps. */
function tick(): void {
  clearTimeout(timer);
  timer = setTimeout(tick, untilNextMinute());
  now = Date.now();
  for (const listener of listeners) listener();
}

function untilNextMinute(): number {
  return MINUTE_MS - (Date.now() % MINUTE_MS);
}
