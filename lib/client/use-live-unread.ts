import { useEffect, useState } from "react";

import { afterLoad } from "./after-load";
import { countAfter } from "./count-after";
import { LiveConnection, type LiveState } from "./live-connection";

/**
 * All that a bell needs, from the stream alone: how many are unread (null until the server has said so), and the
 * connection. Opened when the page has loaded, or at once when it is `urgent`.
 */
export function useLiveUnread(userId: string, urgent: boolean) {
  const [unread, setUnread] = useState<number | null>(null);
  const [state, setState] = useState<LiveState>("connecting");
  const [live] = useState(() => {
    let count: number | null = null;
    return new LiveConnection({
      userId,
      onState: setState,
      onMessages(messages) {
        count = messages.reduce((before, { event }) => countAfter(before, event), count);
        setUnread(count);
      },
    });
  });

  useEffect(() => {
    if (!urgent) return afterLoad(() => live.open());
    live.open();
  }, [live, urgent]);
  useEffect(() => () => live.close(), [live]);

  return { live, state, unread };
}
