import { useEffect } from "react";

import type { Live } from "./live-connection";

/** What the app last asked for, by `connect` and `disconnect`. Each time a new one, since `connect` looks at once for what is missing. */
export interface Wish {
  isOpen: boolean;
}

interface OpenLiveProps {
  live: Live;
  wish: Wish;
}

/**
 * Opens the stream, and closes it. A component, so that a boundary can be around it: what the provider's own effects throw
 * would take the app down, which is inside.
 */
export function OpenLive({ live, wish }: OpenLiveProps): null {
  useEffect(() => {
    if (wish.isOpen) live.open();
    else live.close();
  }, [live, wish]);
  useEffect(() => () => live.close(), [live]);
  return null;
}
