import { useEffect, useRef, useState } from "react";

import { firstPage, postRead } from "./api";
import type { Snapshot } from "./feed-cache";
import type { Outbox } from "./outbox";
import { OutboxSender } from "./outbox-sender";
import type { Connection } from "./use-notifications";

interface OutboxSenderOptions {
  outbox: Outbox;
  userId: string;
  endpoint: string;
  connection: Connection;
  fetchPage(address: string): Promise<Snapshot>;
  onRefused(): void;
  onGone(): void;
}

/**
 * Sends what is in the outbox while it is mounted, again when the connection is back. True while something has to wait for
 * that.
 */
export function useOutboxSender(options: OutboxSenderOptions): boolean {
  const { outbox, userId, endpoint, connection } = options;
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
      post: (target) => postRead(endpoint, userId, target),
      askPosition: async () => {
        const { connection, fetchPage } = latest.current;
        return connection === "live" ? null : (await fetchPage(firstPage(endpoint, userId, "unread"))).position;
      },
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
  }, [outbox, userId, endpoint]);

  useEffect(() => {
    if (connection === "live" || connection === "polling") sender.current?.resume();
  }, [connection]);

  return isWaiting;
}
