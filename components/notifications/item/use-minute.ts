import { useSyncExternalStore } from "react";

import { serverNow } from "../../../lib/notifications/client";

const MINUTE_MS = 60_000;

let now = serverNow();
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/**
 * The server's time in milliseconds, a new one whenever its clock shows another minute, so that a day ends on time. One timer
 * serves everything on the page that shows an age.
 */
export function useMinute(): number {
  return useSyncExternalStore(subscribe, read, read);
}

function read(): number {
  return now;
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    tick();
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
  now = serverNow();
  timer = setTimeout(tick, MINUTE_MS - (now % MINUTE_MS));
  for (const listener of listeners) listener();
}
