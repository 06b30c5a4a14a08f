"use client";

import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";

import { LIST_PATH } from "../protocol";
import { OpenLive, type Wish } from "./connection/open-live";
import { useLazy } from "./connection/use-lazy";
import { useLiveUnread } from "./connection/use-live-unread";
import { ErrorBoundary } from "./error-boundary";
import type { Target } from "./outbox/acknowledgement";
import { acknowledgementOf, hasUnsent, outboxPrefix, storeAcknowledgement } from "./outbox/outbox-storage";
import { connectionOf, type ListStatus, type NotificationLists, NotificationsContext } from "./use-notifications";

const fetchLiveFeed = () => import("./feed/live-feed").then((module) => module.LiveFeed);
const nothing = (): void => {};
const nothingYet = async (): Promise<void> => {};

export interface NotificationsProviderProps {
  userId: string;
  /** Address of the list, below which the others are: what the app has in front of it, as a `basePath`, included. */
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
  const [isAllWanted, setAllWanted] = useState(false);
  const { live, unread, ...connecting } = useLiveUnread({ userId, endpoint });
  const { code: LiveFeed, ...fetching } = useLazy(fetchLiveFeed);
  const [wish, setWish] = useState<Wish>({ isOpen: true });
  const connect = useCallback(() => setWish({ isOpen: true }), []);
  const disconnect = useCallback(() => setWish({ isOpen: false }), []);
  const [loaded, setLoaded] = useState<NotificationLists | null>(null);
  const [isBroken, setBroken] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [early] = useState<(Target | null)[]>([]);

  const { load: loadLive } = connecting;
  const { load: loadFeed } = fetching;
  const load = useCallback(() => {
    loadLive();
    loadFeed();
  }, [loadLive, loadFeed]);
  const want = useCallback(
    (status?: ListStatus) => {
      if (status === "all") setAllWanted(true);
      load();
    },
    [load],
  );
  // What an earlier page could not send is sent by this one, and what another tab has acknowledged is so here too.
  useEffect(() => {
    const wantIfUnsent = (): void => {
      if (hasUnsent(userId)) want();
    };
    wantIfUnsent();
    window.addEventListener("storage", wantIfUnsent);
    return () => window.removeEventListener("storage", wantIfUnsent);
  }, [userId, want]);

  // A link is followed, or the page reloaded, before the code that sends is there: the next page does it.
  useEffect(() => {
    const keep = (): void => {
      for (const target of early.splice(0))
        if (target !== null) storeAcknowledgement(outboxPrefix(userId), acknowledgementOf(target));
    };
    window.addEventListener("pagehide", keep);
    return () => window.removeEventListener("pagehide", keep);
  }, [early, userId]);

  const trouble = connecting.trouble ?? fetching.trouble;
  const state = wish.isOpen ? connecting.state : "closed";
  const connection = loaded?.unread.connection ?? connectionOf(state);
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
        load();
      },
      disconnect,
      connect,
    };
    return { unread: list, all: list };
  }, [loaded, trouble, isBroken, connection, early, want, load, live, connect, disconnect]);
  const count = loaded?.unread.status === "ready" ? loaded.unread.unread : unread;
  const context = useMemo(
    () => ({ userId, live, unread: count, connection, want, lists, feedTrouble: trouble }),
    [userId, live, count, connection, want, lists, trouble],
  );

  return (
    <NotificationsContext value={context}>
      {children}
      {live !== null && (
        <ErrorBoundary>
          <OpenLive live={live} wish={wish} />
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
            liveState={state}
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
