import { useEffect, useEffectEvent, useRef, useState } from "react";

import type { Connection, LiveConnection } from "../connection/connection";
import type { Outbox } from "./outbox";
import { OutboxSender } from "./outbox-sender";

interface OutboxSenderOptions {
  outbox: Outbox;
  userId: string;
  endpoint: string;
  connection: Connection;
  live: LiveConnection;
  onRefused(): void;
  onGone(): void;
}

/** Sends what is in the outbox while mounted. Returns true while something has to wait for the connection or the server. */
export function useOutboxSender({ outbox, userId, endpoint, connection, live, ...on }: OutboxSenderOptions): boolean {
  const [isWaiting, setWaiting] = useState(false);
  const sender = useRef<OutboxSender>(null);
  const tellRefused = useEffectEvent(() => on.onRefused());
  const tellGone = useEffectEvent(() => on.onGone());

  useEffect(() => {
    const current = new OutboxSender({
      outbox,
      userId,
      endpoint,
      live,
      onWaiting: setWaiting,
      onRefused: () => tellRefused(),
      onGone: () => tellGone(),
    });
    sender.current = current;
    return () => current.close();
  }, [outbox, userId, endpoint, live]);
  useEffect(() => sender.current?.follow(connection), [connection]);

  return isWaiting;
}
