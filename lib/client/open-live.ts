import { useEffect } from "react";

import { afterLoad } from "./after-load";
import type { SharedConnection } from "./shared-connection";

interface OpenLiveProps {
  live: SharedConnection;
  /** Whether somebody is waiting; else a page loads first. */
  urgent: boolean;
}

/**
 * Listens to other tabs at once, and opens a stream when the page has loaded, or at once when it is `urgent`. A component,
 * so that a boundary can be around it: what the provider's own effects throw would take the app down, which is inside.
 */
export function OpenLive({ live, urgent }: OpenLiveProps): null {
  useEffect(() => {
    if (!urgent) return afterLoad(() => live.open());
    live.open();
  }, [live, urgent]);
  useEffect(() => {
    live.listen();
    return () => live.close();
  }, [live]);
  return null;
}
