"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";

/**
 * Renders the page again on the server. Form input, open panels and the stream stay. Without a network it waits for one,
 * because Next would replace the page by the browser's error page.
 */
export function useRefresh(): () => void {
  const { refresh } = useRouter();
  return useCallback(() => {
    if (navigator.onLine) refresh();
    else window.addEventListener("online", refresh, { once: true });
  }, [refresh]);
}
