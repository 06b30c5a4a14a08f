"use client";

import { useEffect } from "react";

let channel: BroadcastChannel | undefined;
/** One for the whole page: a channel does not hear its own messages, so the tab that announces does not reload. */
const sessionChannel = (): BroadcastChannel => (channel ??= new BroadcastChannel("session"));

/** Tells this browser's other tabs that somebody has signed in or out. */
export function announceSessionChange(): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is a window's; a channel has one origin
  sessionChannel().postMessage(null);
}

/** Starts the page afresh when another tab changes the session, so that no tab shows a former user's data. */
export function SessionWatch() {
  useEffect(() => {
    const reload = () => window.location.reload();
    sessionChannel().addEventListener("message", reload);
    return () => sessionChannel().removeEventListener("message", reload);
  }, []);
  return null;
}
