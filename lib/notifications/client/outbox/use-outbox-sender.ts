import { useEffect, useRef, useState } from "react";

import type { Live } from "../connection/live-connection";
import { askPosition, postRead } from "../feed/api";
import type { Connection } from "../use-notifications";
import type { Outbox } from "./outbox";
import { OutboxSender } from "./outbox-sender";

interface OutboxSenderOptions {
  outbox: Outbox;
  userId: string;
  endpoint: string;
  connection: Connection;
  live: Live;
  onRefused(): void;
  onGone(): void;
}

/**
 * Sends what is in the outbox while it is mounted, again when the connection is back. True while something has to wait for
 * that.
 */
export function useOutboxSender(options: OutboxSenderOptions): boolean {
  const { outbox, userId, endpoint, connection, live } = options;
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const [isWaiting, setWaiting] = useState(false);
  const sender = useRef<OutboxSender>(null);

  useEffect(() => {
    const current = new OutboxSender({
      outbox,
      name: `${endpoint}/read:${userId}`,
      post: async (target) => {
        const position = await postRead(endpoint, userId, target);
        live.reached(position);
        return position;
      },
      askPosition: async () => (latest.current.connection === "live" ? null : askPosition(endpoint, userId)),
      maySend: () => latest.current.connection !== "signed-out",
      onDoubt: () => live.doubt(),
      onWaiting: setWaiting,
      onRefused: () => latest.current.onRefused(),
      onGone: () => latest.current.onGone(),
    });
    sender.current = current;
    const resume = (): void => current.resume();
    window.addEventListener("online", resume);
    return () => {
      window.removeEventListener("online", resume);
      current.close();
    };
  }, [outbox, userId, endpoint, live]);

  const isSignedOut = connection === "signed-out";
  useEffect(() => {
    if (connection === "live" || connection === "polling") sender.current?.resume();
  }, [connection]);
  useEffect(() => {
    if (!isSignedOut) sender.current?.resume();
  }, [isSignedOut]);

  return isWaiting;
}
