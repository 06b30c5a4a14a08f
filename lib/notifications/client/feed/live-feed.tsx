"use client";

import { useCallback, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from "react";
import { SWRConfig } from "swr";

import type { Connection, LiveConnection } from "../connection/connection";
import type { Acknowledgement } from "../outbox/acknowledgement";
import { Outbox } from "../outbox/outbox";
import type { EarlyAcknowledgements } from "../outbox/use-early-acknowledgements";
import { useOutboxSender } from "../outbox/use-outbox-sender";
import type { FeedCache } from "./feed-cache";
import type { Failure, NotificationLists } from "./notifications";
import { useFeed } from "./use-feed";
import { useFetchPage } from "./use-fetch-page";
import { useNotificationList } from "./use-notification-list";
import { acknowledgedBeyond, visible } from "./visible";

/** A list that is being fetched again for longer counts as old. */
const REFETCH_MS = 2_000;
/** How many of its newest items an acknowledgement of all remembers, to know them again in another list. */
const MAX_SEEN = 10;
const NOTHING = { notifications: [], unread: 0 };

interface LiveFeedProps {
  userId: string;
  endpoint: string;
  live: LiveConnection;
  connection: Connection;
  /** Acknowledged before this was loaded. */
  early: EarlyAcknowledgements;
  /** Whether to load the list of all. The unread list is always loaded. */
  isAllWanted: boolean;
  connect(): void;
  disconnect(): void;
  onChange(lists: NotificationLists): void;
}

/**
 * One user's feed. Draws nothing, and calls `onChange` with its lists: it is a component so that all of its code can be loaded
 * late. Mount it once per page. It shares neither SWR's configuration nor SWR's cache with the app.
 */
export function LiveFeed(props: LiveFeedProps) {
  return (
    <SWRConfig value={ownConfiguration}>
      <Feed {...props} />
    </SWRConfig>
  );
}

/** A function, since SWR would merge an object into the app's configuration. */
function ownConfiguration() {
  return { provider: () => new Map() };
}

function Feed(props: LiveFeedProps) {
  const { userId, endpoint, live, early, isAllWanted, connect, disconnect, onChange } = props;
  const [outbox] = useState(() => new Outbox(userId));
  const acknowledgements = useSyncExternalStore(outbox.subscribe, () => outbox.entries);
  const [failure, setFailure] = useState<Failure | null>(null);

  const fetchPage = useFetchPage({ userId, endpoint, live, outbox });
  const options = { userId, endpoint, live, fetchPage, isSignedOut: props.connection === "signed-out" };
  const unreadList = useFeed({ ...options, status: "unread", isWanted: true });
  const allList = useFeed({ ...options, status: "all", isWanted: isAllWanted });
  const unreadCache = unreadList.cache;
  const allCache = allList.cache;
  const isOld = useLasting(unreadCache?.stale === true || allCache?.stale === true);
  const connection = props.connection === "live" && isOld ? "catching-up" : props.connection;

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
      else if (loadedTo !== undefined) outbox.add({ through: loadedTo, seen: [] });
      // "All" waits until the list says what that is.
      else early.push(null);
    }
  }, [early, outbox, loadedTo]);

  const isWaiting = useOutboxSender({
    outbox,
    userId,
    endpoint,
    connection,
    live,
    onRefused: () => setFailure({ of: "acknowledging", reason: "refused" }),
    onGone: () => {
      void unreadList.reload();
      if (isAllWanted) void allList.reload();
    },
  });

  const shownUnread = useVisible(unreadCache, acknowledgements);
  const shownAll = useVisible(allCache, acknowledgements);
  const beyond = useMemo(
    () => (unreadCache && allCache ? acknowledgedBeyond(unreadCache, allCache, acknowledgements) : 0),
    [unreadCache, allCache, acknowledgements],
  );
  const unread = unreadCache ? shownUnread.unread - beyond : shownAll.unread;
  const unsent = isWaiting ? acknowledgements.filter(({ doneAt }) => doneAt === null).length : 0;

  const { current: currentUnread } = unreadList;
  const { current: currentAll } = allList;
  const acknowledgeThrough = useCallback(
    (position: number | undefined) => {
      const through = position ?? currentUnread()?.position;
      if (through === undefined) {
        early.push(null);
        return;
      }
      const newest = [currentUnread, currentAll].flatMap((current) => current()?.items.slice(0, MAX_SEEN) ?? []);
      const seen = newest.filter((item) => item.position <= through).map(({ notification }) => notification.id);
      outbox.add({ through, seen });
    },
    [early, outbox, currentUnread, currentAll],
  );
  // Made once, so that a list of thousands is not drawn again for every event.
  const actions = useMemo(
    () => ({
      dismissFailure: () => setFailure(null),
      markRead: (id: string) => outbox.add({ ids: [id] }),
      disconnect,
      connect,
    }),
    [outbox, connect, disconnect],
  );
  const shared = useMemo(
    () => ({ ...actions, unread, connection, unsent, failure }),
    [actions, unread, connection, unsent, failure],
  );
  const common = { shared, acknowledgeThrough, onFailure: setFailure };
  const ofUnread = useNotificationList({
    ...common,
    list: unreadList,
    notifications: shownUnread.notifications,
    isComplete: unread <= shownUnread.notifications.length,
  });
  const ofAll = useNotificationList({
    ...common,
    list: allList,
    notifications: shownAll.notifications,
    isComplete: false,
  });
  useLayoutEffect(() => onChange({ unread: ofUnread, all: ofAll }), [ofUnread, ofAll, onChange]);
  return null;
}

function useVisible(cache: FeedCache | undefined, acknowledgements: readonly Acknowledgement[]) {
  return useMemo(() => (cache ? visible(cache, acknowledgements) : NOTHING), [cache, acknowledgements]);
}

/** True once something has been so for a while. */
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
