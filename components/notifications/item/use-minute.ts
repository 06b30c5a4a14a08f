"use client";

import { useSyncExternalStore } from "react";

import { serverNow } from "../../../lib/notifications/client";

const MINUTE_MS = 60_000;

let now = serverNow();
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/**
 * The server's time in milliseconds, a new one whenever its clock shows another minute, so that a day ends on time: one timer for
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
    now = serverNow();
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
  now = serverNow();
  for (const listener of listeners) listener();
}

function untilNextMinute(): number {
  return MINUTE_MS - (serverNow() % MINUTE_MS);
}
