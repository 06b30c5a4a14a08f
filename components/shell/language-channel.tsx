"use client";

import { useEffect } from "react";

import { useRefresh } from "./use-refresh";

let channel: BroadcastChannel | undefined;
/** One for the whole page: a channel does not hear its own messages. */
const languageChannel = (): BroadcastChannel => (channel ??= new BroadcastChannel("language"));

/** Tells this browser's other tabs that another language was chosen. */
export function announceLanguage(): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is a window's; a channel has one origin
  languageChannel().postMessage(null);
}

/** Follows the language that was chosen in another tab. */
export function LanguageWatch() {
  const refresh = useRefresh();
  useEffect(() => {
    languageChannel().addEventListener("message", refresh);
    return () => languageChannel().removeEventListener("message", refresh);
  }, [refresh]);
  return null;
}
