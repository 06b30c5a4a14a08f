import { useState } from "react";

import { type LiveUnread, SharedConnection } from "./shared-connection";

interface LiveUnreadOptions {
  userId: string;
  /** Address of the list; the stream is below it. */
  endpoint: string;
}

/**
 * All that a bell needs, from the stream alone: how many are unread (null until the server or another tab has said so), and
 * the connection, which OpenLive opens.
 */
export function useLiveUnread({ userId, endpoint }: LiveUnreadOptions) {
  const [now, setNow] = useState<LiveUnread>({ state: "connecting", unread: null });
  const [live] = useState(() => new SharedConnection({ userId, endpoint, onChange: setNow }));
  return { live, ...now };
}
