import { useEffect, useState } from "react";

import { afterLoad } from "./after-load";
import { type LiveUnread, SharedConnection } from "./shared-connection";

interface LiveUnreadOptions {
  userId: string;
  /** Address of the list; the stream is below it. */
  endpoint: string;
  /** Whether somebody is waiting; else a page loads first. */
  urgent: boolean;
}

/**
 * All that a bell needs, from the stream alone: how many are unread (null until the server or another tab has said so), and
 * the connection. Other tabs are heard at once; a stream is opened when the page has loaded, or at once when it is `urgent`.
 */
export function useLiveUnread({ userId, endpoint, urgent }: LiveUnreadOptions) {
  const [now, setNow] = useState<LiveUnread>({ state: "connecting", unread: null });
  const [live] = useState(() => new SharedConnection({ userId, endpoint, onChange: setNow }));

  useEffect(() => {
    if (!urgent) return afterLoad(() => live.open());
    live.open();
  }, [live, urgent]);
  useEffect(() => {
    live.listen();
    return () => live.close();
  }, [live]);

  return { live, ...now };
}
