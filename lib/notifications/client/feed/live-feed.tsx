"use client";

import { useCallback, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from "react";
import { SWRConfig } from "swr";

import type { Live, LiveState } from "../connection/live-connection";
import { type Acknowledgement, isBeyond, type Target } from "../outbox/acknowledgement";
import { Outbox } from "../outbox/outbox";
import { useOutboxSender } from "../outbox/use-outbox-sender";
import { connectionOf, type Failure, type NotificationLists } from "../use-notifications";
import { askPosition, fetchPage as fetchPageOf, RequestError } from "./api";
import { useFeed } from "./use-feed";
import { useList } from "./use-list";
import { acknowledgedBeyond, visible } from "./visible";

/** A list that is fetched again for longer is shown as old. */
const REFETCH_MS = 2_000;
/** How many of the newest ones "all" remembers, to know them again in another list. */
const MAX_SEEN = 10;
const NOTHING = { notifications: [], unread: 0 };

interface LiveFeedProps {
  userId: string;
  endpoint: string;
  live: Live;
  liveState: LiveState;
  /** Acknowledged before this was loaded; null is all of them. */
  early: (Target | null)[];
  /** The list of the unread ones always is. */
  isAllWanted: boolean;
  connect(): void;
  disconnect(): void;
  onChange(lists: NotificationLists): void;
}

/**
 * One user's feed as a component, so that all of it can be loaded late: shows nothing, and tells what it holds. Mount it once
 * per page. What the app has configured SWR to do, and its cache, are not for this, and this is not for the app.
 */
export function LiveFeed(props: LiveFeedProps) {
  return (
    <SWRConfig value={ownConfiguration}>
      <Feed {...props} />
    </SWRConfig>
  );
}

/** A function, since an object would be merged into the app's. */
function ownConfiguration() {
  return { provider: () => new Map() };
}

function Feed({ userId, endpoint, live, liveState, early, isAllWanted, connect, disconnect, onChange }: LiveFeedProps) {
  const [outbox] = useState(() => new Outbox(userId));
  const [failure, setFailure] = useState<Failure | null>(null);
  const acknowledgements = useSyncExternalStore(outbox.subscribe, () => outbox.entries);

  const fetchPage = useCallback(
    async (address: string, position = 0) => {
      const known = new Set(outbox.entries);
      const page = await fetchPageOf(address).catch((reason: unknown) => {
        if (reason instanceof RequestError && reason.status === 401) live.doubt();
        throw reason;
      });
      live.reached(page.position);
      const isAnotherFeed = page.position < position;
      const beyond = outbox.entries.filter(
        (entry) => isBeyond(entry, page.position) && (isAnotherFeed || known.has(entry)),
      );
      // A service worker may have answered from what it kept. What a user has done is dropped on the server's own word.
      if (beyond.length > 0)
        askPosition(endpoint, userId).then(
          (reached) => outbox.remove((entry) => beyond.includes(entry) && isBeyond(entry, reached)),
          () => {
            // Then it stays.
          },
        );
      return page;
    },
    [outbox, live, endpoint, userId],
  );
  const isSignedOut = liveState === "signed-out";
  const options = { userId, endpoint, live, fetchPage, isSignedOut };
  const unreadOnes = useFeed({ ...options, status: "unread", isWanted: true });
  const all = useFeed({ ...options, status: "all", isWanted: isAllWanted });
  const unreadCache = unreadOnes.cache;
  const allCache = all.cache;
  const isOld = useLasting(unreadCache?.stale === true || allCache?.stale === true);
  const connection = liveState === "live" && isOld ? "catching-up" : connectionOf(liveState);

  useEffect(() => {
    const position = Math.min(...[unreadCache, allCache].map((cache) => cache?.position ?? Infinity));
    const isShown = ({ doneAt }: Acknowledgement): boolean =>
      doneAt !== null && doneAt <= position && position < Infinity;
    if (acknowledgements.some(isShown)) outbox.remove(isShown);
  }, [unreadCache, allCache, outbox, acknowledgements]);

  const loadedTo = unreadCache?.position;
  useEffect(() => {
    for (const target of early.splice(0)) {
      if (target) outbox.add(target);
      else outbox.addAll();
    }
    if (loadedTo !== undefined) outbox.hear(loadedTo);
  }, [early, outbox, loadedTo]);

  const isWaiting = useOutboxSender({
    outbox,
    userId,
    endpoint,
    connection,
    live,
    onRefused: () => setFailure({ of: "acknowledging", reason: "refused" }),
    onGone: () => {
      void unreadOnes.reload();
      if (isAllWanted) void all.reload();
    },
  });

  const shownUnread = useMemo(
    () => (unreadCache ? visible(unreadCache, acknowledgements) : NOTHING),
    [unreadCache, acknowledgements],
  );
  const shownAll = useMemo(
    () => (allCache ? visible(allCache, acknowledgements) : NOTHING),
    [allCache, acknowledgements],
  );
  const beyond = useMemo(
    () => (unreadCache && allCache ? acknowledgedBeyond(unreadCache, allCache, acknowledgements) : 0),
    [unreadCache, allCache, acknowledgements],
  );
  const unread = unreadCache ? shownUnread.unread - beyond : shownAll.unread;
  const unsent = isWaiting ? acknowledgements.filter(({ doneAt }) => doneAt === null).length : 0;

  // Made once, so that a list of thousands is not drawn anew for every event.
  const actions = useMemo(
    () => ({
      dismissFailure: () => setFailure(null),
      markRead: (id: string) => outbox.add({ ids: [id] }),
      disconnect,
      connect,
    }),
    [outbox, connect, disconnect],
  );
  const { current: currentUnread } = unreadOnes;
  const { current: currentAll } = all;
  const acknowledgeThrough = useCallback(
    (through: number | undefined) => {
      const seen = [currentUnread, currentAll].flatMap((current) =>
        (current()?.items ?? [])
          .slice(0, MAX_SEEN)
          .flatMap(({ notification, position }) => (position <= (through ?? 0) ? notification.id : [])),
      );
      outbox.addAll(through, seen);
    },
    [outbox, currentUnread, currentAll],
  );
  const shared = useMemo(
    () => ({ ...actions, unread, connection, unsent, failure }),
    [actions, unread, connection, unsent, failure],
  );
  const common = { shared, acknowledgeThrough, onFailure: setFailure };
  const ofUnread = useList({
    ...common,
    list: unreadOnes,
    notifications: shownUnread.notifications,
    isComplete: unread <= shownUnread.notifications.length,
  });
  const ofAll = useList({ ...common, list: all, notifications: shownAll.notifications, isComplete: false });
  useLayoutEffect(() => onChange({ unread: ofUnread, all: ofAll }), [ofUnread, ofAll, onChange]);
  return null;
}

/** Whether something has been so for a while. */
function useLasting(isSo: boolean): boolean {
  const [isLasting, setLasting] = useState(false);
  useEffect(() => {
    if (!isSo) return;
    const timer = setTimeout(() => setLasting(true), REFETCH_MS);
    return () => {
      clearTimeout(timer);
      setLasting(false);
    };
  }, [isSo]);
  return isLasting;
}
