"use client";

import { type ReactNode, useCallback, useMemo, useState } from "react";

import { LIST_PATH } from "../protocol";
import { ErrorBoundary } from "./error-boundary";
import type { NotificationLists } from "./feed/notifications";
import { useLazy } from "./loading/use-lazy";
import { useEarlyAcknowledgements } from "./outbox/use-early-acknowledgements";
import type { ListStatus } from "./requests/api";
import { OpenConnection, useConnection, type Wish } from "./use-connection";
import { NotificationsContext } from "./use-notifications";

const fetchLiveFeed = () => import("./feed/live-feed").then((module) => module.LiveFeed);
const nothing = (): void => {};
const nothingYet = async (): Promise<void> => {};

export interface NotificationsProviderProps {
  userId: string;
  /** Address of the list, including the app's `basePath`. The other routes are below it. */
  endpoint?: string;
  children: ReactNode;
}

/** Gives `useNotifications` and `useBell` to everything below it. Put it once around the app, for the signed-in user. */
export function NotificationsProvider({ userId, endpoint = LIST_PATH, children }: NotificationsProviderProps) {
  // Keyed, so that nothing of one user is left when another signs in.
  return (
    <NotificationsOfUser key={`${endpoint} ${userId}`} userId={userId} endpoint={endpoint}>
      {children}
    </NotificationsOfUser>
  );
}

function NotificationsOfUser({ userId, endpoint, children }: Required<NotificationsProviderProps>) {
  const { live, load: loadLive, ...connecting } = useConnection({ userId, endpoint });
  const { code: LiveFeed, load: loadFeed, ...fetching } = useLazy(fetchLiveFeed);
  const [wish, setWish] = useState<Wish>({ isOpen: true });
  const connect = useCallback(() => setWish({ isOpen: true }), []);
  const disconnect = useCallback(() => setWish({ isOpen: false }), []);
  const [isAllWanted, setAllWanted] = useState(false);
  const [loaded, setLoaded] = useState<NotificationLists | null>(null);
  const [isBroken, setBroken] = useState(false);
  const [attempt, setAttempt] = useState(0);

  const want = useCallback(
    (status?: ListStatus) => {
      if (status === "all") setAllWanted(true);
      loadLive();
      loadFeed();
    },
    [loadLive, loadFeed],
  );
  const early = useEarlyAcknowledgements(userId, want);

  const trouble = connecting.trouble ?? fetching.trouble;
  const streamConnection = wish.isOpen ? connecting.connection : "paused";
  const connection = loaded?.unread.connection ?? streamConnection;
  const lists = useMemo((): NotificationLists => {
    if (loaded) return loaded;
    const list = {
      status: trouble !== null || isBroken ? ("error" as const) : ("loading" as const),
      notifications: [],
      unread: 0,
      connection,
      unsent: 0,
      failure: null,
      dismissFailure: nothing,
      markRead: (id: string) => {
        early.push({ ids: [id] });
        want();
      },
      markAllRead: () => {
        const position = live?.position ?? null;
        early.push(position === null ? null : { through: Number(position), seen: [] });
        want();
      },
      hasOlder: false,
      loadOlder: nothingYet,
      reload: async () => {
        setBroken(false);
        setAttempt((before) => before + 1);
        want();
      },
      disconnect,
      connect,
    };
    return { unread: list, all: list };
  }, [loaded, trouble, isBroken, connection, early, want, live, connect, disconnect]);
  const unread = loaded?.unread.status === "ready" ? loaded.unread.unread : connecting.unread;
  const context = useMemo(
    () => ({ userId, live, unread, connection, want, lists, feedTrouble: trouble }),
    [userId, live, unread, connection, want, lists, trouble],
  );

  return (
    <NotificationsContext value={context}>
      {children}
      {live !== null && (
        <ErrorBoundary>
          <OpenConnection live={live} wish={wish} />
        </ErrorBoundary>
      )}
      {live !== null && LiveFeed !== null && (
        <ErrorBoundary
          resetOn={attempt}
          onError={() => {
            setLoaded(null);
            setBroken(true);
          }}
        >
          <LiveFeed
            userId={userId}
            endpoint={endpoint}
            live={live}
            connection={streamConnection}
            early={early}
            isAllWanted={isAllWanted}
            connect={connect}
            disconnect={disconnect}
            onChange={setLoaded}
          />
        </ErrorBoundary>
      )}
    </NotificationsContext>
  );
}
