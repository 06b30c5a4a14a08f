"use client";

import { useEffect } from "react";

import { tabChannel } from "./tab-channel";
import { useRefresh } from "./use-refresh";

/** Tells this browser's other tabs that another language was chosen. */
export function announceLanguage(): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is a window's; a channel has one origin
  tabChannel("language")?.postMessage(null);
}

/** Follows the language that was chosen in another tab. */
export function LanguageWatch() {
  const refresh = useRefresh();
  useEffect(() => {
    const channel = tabChannel("language");
    channel?.addEventListener("message", refresh);
    return () => channel?.removeEventListener("message", refresh);
  }, [refresh]);
  return null;
}
