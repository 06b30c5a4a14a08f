import { useCallback, useEffect, useState } from "react";

import { afterLoad } from "./after-load";
import type { LiveState } from "./live-connection";
import type { LiveUnread } from "./shared-connection";
import { type LazyTrouble, useLazy } from "./use-lazy";

interface LiveUnreadOptions {
  userId: string;
  /** Address of the list; the stream is below it. */
  endpoint: string;
}

/** How the connection is while its code is not there. */
const WITHOUT_CODE: Readonly<Record<LazyTrouble, LiveState>> = { late: "reconnecting", gone: "unreachable" };

/**
 * All that a bell needs, from the stream alone: how many are unread (null until the server or another tab has said so), and
 * the connection, which OpenLive opens. Its code is fetched when the page has loaded, or at once by `load`; until then
 * `live` is null.
 */
export function useLiveUnread({ userId, endpoint }: LiveUnreadOptions) {
  const [now, setNow] = useState<LiveUnread>({ state: "connecting", unread: null });
  const fetchLive = useCallback(
    () =>
      import("./shared-connection").then(
        ({ SharedConnection }) => new SharedConnection({ userId, endpoint, onChange: setNow }),
      ),
    [userId, endpoint],
  );
  const { code: live, trouble, load } = useLazy(fetchLive);
  useEffect(() => afterLoad(load), [load]);
  return { live, trouble, load, unread: now.unread, state: trouble === null ? now.state : WITHOUT_CODE[trouble] };
}
