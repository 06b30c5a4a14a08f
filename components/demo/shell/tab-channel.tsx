"use client";

import { useEffect } from "react";

import { useRefresh } from "./use-refresh";

type Change = "session" | "language";

/**
 * One channel for the page, because a channel does not hear its own messages. Undefined on the server and in browsers without
 * BroadcastChannel, where each tab is on its own.
 */
const channel = typeof window === "object" && "BroadcastChannel" in window ? new BroadcastChannel("demo") : undefined;

/** Tells the other tabs of this browser what has changed. */
export function announceToTabs(change: Change): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a window needs one, a channel has one origin
  channel?.postMessage(change);
}

/** Follows the other tabs. After a change of the session it reloads the page, so that no data of another user stays. */
export function TabWatch() {
  const refresh = useRefresh();
  useEffect(() => {
    function follow({ data }: MessageEvent<Change>) {
      if (data === "session") window.location.reload();
      else refresh();
    }
    channel?.addEventListener("message", follow);
    return () => channel?.removeEventListener("message", follow);
  }, [refresh]);
  return null;
}
