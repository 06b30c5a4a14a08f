import { useCallback, useEffect, useState } from "react";

import type { Connection, LiveConnection } from "./connection/connection";
import { afterLoad } from "./loading/after-load";
import { type LazyTrouble, useLazy } from "./loading/use-lazy";
import type { LiveUnread } from "./tabs/shared-connection";

interface ConnectionOptions {
  userId: string;
  /** Address of the list; the stream is below it. */
  endpoint: string;
}

/** The connection while its code is not there. */
const WITHOUT_CODE: Readonly<Record<LazyTrouble, Connection>> = { late: "reconnecting", gone: "unreachable" };

/**
 * All that a bell needs, from the stream alone: the connection, which OpenConnection opens, and the unread count (null until
 * the server or another tab has said it). Fetches the code after the page has loaded, or at once on `load`; until then, `live`
 * is null.
 */
export function useConnection({ userId, endpoint }: ConnectionOptions) {
  const [now, setNow] = useState<LiveUnread>({ connection: "connecting", unread: null });
  const fetchLive = useCallback(
    () =>
      import("./tabs/shared-connection").then(
        ({ SharedConnection }) => new SharedConnection({ userId, endpoint, onChange: setNow }),
      ),
    [userId, endpoint],
  );
  const { code: live, trouble, load } = useLazy(fetchLive);
  useEffect(() => afterLoad(load), [load]);
  const connection = trouble === null ? now.connection : WITHOUT_CODE[trouble];
  return { live, trouble, load, unread: now.unread, connection };
}

/** What the app last asked for, by `connect` or `disconnect`. A new one each time: `connect` also looks for what is missing. */
export interface Wish {
  isOpen: boolean;
}

interface OpenConnectionProps {
  live: LiveConnection;
  wish: Wish;
}

/** Opens and closes the connection. A component, so that an error boundary keeps what its effects throw from the app. */
export function OpenConnection({ live, wish }: OpenConnectionProps): null {
  useEffect(() => {
    if (wish.isOpen) live.open();
    else live.close();
  }, [live, wish]);
  useEffect(() => () => live.close(), [live]);
  return null;
}
