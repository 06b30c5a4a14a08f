"use client";

import { type ReactNode, useCallback, useMemo, useState } from "react";

import { useLazy } from "./use-lazy";
import { useLiveUnread } from "./use-live-unread";
import { connectionOf, type Notifications, NotificationsContext } from "./use-notifications";

const fetchLiveFeed = () => import("./live-feed").then((module) => module.LiveFeed);
const nothing = async (): Promise<void> => {};

/** Gives `useNotifications` and `useBell` to everything below it. Put it once around the app, for the signed-in user. */
export function NotificationsProvider({ userId, children }: { userId: string; children: ReactNode }) {
  return (
    <NotificationsOfUser key={userId} userId={userId}>
      {children}
    </NotificationsOfUser>
  );
}

/** Keyed by user, so that nothing of one user is left when another signs in. */
function NotificationsOfUser({ userId, children }: { userId: string; children: ReactNode }) {
  const [wanted, setWanted] = useState(false);
  const { live, state, unread } = useLiveUnread(userId, wanted);
  const { code: LiveFeed, failed, load } = useLazy(fetchLiveFeed);
  const [feed, setFeed] = useState<Notifications | null>(null);

  const want = useCallback(() => {
    setWanted(true);
    load();
  }, [load]);

  const connection = feed?.connection ?? connectionOf(state);
  const notifications = useMemo(
    (): Notifications =>
      feed ?? {
        status: failed ? "error" : "loading",
        notifications: [],
        unread: 0,
        connection,
        failure: null,
        dismissFailure: () => {},
        markRead: nothing,
        markAllRead: nothing,
        hasOlder: false,
        loadOlder: nothing,
        reload: async () => load(),
        disconnect: () => live.close(),
        connect: () => live.open(),
      },
    [feed, failed, connection, load, live],
  );
  const count = feed?.status === "ready" ? feed.unread : unread;
  const context = useMemo(
    () => ({ unread: count, connection, want, notifications }),
    [count, connection, want, notifications],
  );

  return (
    <NotificationsContext value={context}>
      {children}
      {LiveFeed !== null && <LiveFeed userId={userId} live={live} liveState={state} onChange={setFeed} />}
    </NotificationsContext>
  );
}
