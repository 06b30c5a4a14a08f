"use client";

import { useEffect } from "react";

import { tabChannel } from "./tab-channel";

/** Tells this browser's other tabs that somebody has signed in or out. */
export function announceSessionChange(): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is a window's; a channel has one origin
  tabChannel("session")?.postMessage(null);
}

/** Starts the page afresh when another tab changes the session, so that no tab shows a former user's data. */
export function SessionWatch() {
  useEffect(() => {
    const reload = () => window.location.reload();
    const channel = tabChannel("session");
    channel?.addEventListener("message", reload);
    return () => channel?.removeEventListener("message", reload);
  }, []);
  return null;
}
