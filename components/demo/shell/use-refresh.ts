"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";

/**
 * Has the server render the page anew, and keeps all that it holds: what was typed, what is open, the stream. Without a
 * network that waits for one, since Next would leave the page for the browser's own error.
 */
export function useRefresh(): () => void {
  const { refresh } = useRouter();
  return useCallback(() => {
    if (navigator.onLine) refresh();
    else window.addEventListener("online", refresh, { once: true });
  }, [refresh]);
}
