import { useCallback, useEffect, useMemo, useRef } from "react";
import useSWR, { useSWRConfig } from "swr";

import type { LiveConnection } from "../connection/connection";
import { positionedEvents } from "../connection/positioned-event";
import { askedToWait, firstPage, type ListStatus, type Snapshot } from "../requests/api";
import { backoff } from "../requests/backoff";
import { EarlyEvents } from "./early-events";
import { type FeedCache, fromSnapshot, withEvent, withOlder } from "./feed-cache";

interface FeedOptions {
  userId: string;
  endpoint: string;
  status: ListStatus;
  isWanted: boolean;
  live: LiveConnection;
  /** True while the session is over: then nothing is fetched. */
  isSignedOut: boolean;
  /** Fetches one page of a feed that was at `position` already. The same function each time. */
  fetchPage(address: string, position?: number): Promise<Snapshot>;
}

/** One of a user's lists as the server has it: fetched once, then kept live by the stream. */
export interface Feed {
  /** Undefined until the list has been fetched. */
  cache: FeedCache | undefined;
  /** Why the list could not be fetched. */
  error: unknown;
  /** The cache now, which may be later than what was drawn. */
  current(): FeedCache | undefined;
  /** Rejects like fetchPage. */
  loadOlder(): Promise<void>;
  reload(): Promise<void>;
}

export function useFeed({ userId, endpoint, status, isWanted, live, isSignedOut, fetchPage }: FeedOptions): Feed {
  const address = firstPage(endpoint, userId, status);
  const { cache } = useSWRConfig();
  const current = useCallback((): FeedCache | undefined => cache.get(address)?.data, [cache, address]);

  const early = useRef(new EarlyEvents());
  const fetchAnew = async (): Promise<FeedCache> => {
    early.current.drop();
    const heard = Number(live.position);
    const page = await fetchPage(address, current()?.position);
    // A service worker answered from its cache. (A feed that was made anew sets the page's position back as well.)
    if (page.position < Math.min(heard, Number(live.position)))
      throw new Error("The list is older than what the page has heard of.");
    return fromSnapshot(status, page, current());
  };

  // Once there is a list, the stream says what has changed: SWR has no reason to ask again.
  const waiting = current() === undefined;
  const { data, error, mutate } = useSWR(isWanted ? address : null, fetchAnew, {
    revalidateOnFocus: waiting,
    revalidateOnReconnect: waiting,
    // SWR's own comparison walks through both lists for every event.
    compare: Object.is,
    isPaused: () => isSignedOut,
    onErrorRetry: (reason, _key, _config, revalidate, { retryCount }) =>
      setTimeout(() => void revalidate({ retryCount }), backoff(retryCount - 1, askedToWait(reason))),
  });

  /** Fetches the list again if it is stale afterwards. SWR drops an answer that is under way: the list has changed since. */
  const update = useCallback(
    (change: (cached: FeedCache) => FeedCache): void => {
      void mutate((cached) => cached && change(cached), { revalidate: ({ stale }) => stale });
    },
    [mutate],
  );

  const applyEarly = useCallback((): void => {
    if (current()?.stale !== false) return;
    const events = early.current.take();
    // A needless mutation would make SWR drop a list that is under way.
    if (events?.length === 0) return;
    update((cached) =>
      events === null
        ? { ...cached, stale: true }
        : events.reduce((state, { position, event }) => withEvent(state, position, event), cached),
    );
  }, [current, update]);

  useEffect(() => {
    if (!isWanted) return;
    return live.follow((messages) => {
      early.current.add(positionedEvents(messages), current()?.position ?? 0);
      applyEarly();
    });
  }, [isWanted, live, current, applyEarly]);
  const loaded = data !== undefined;
  const stale = data?.stale ?? false;
  useEffect(() => {
    if (loaded && !stale) applyEarly();
  }, [loaded, stale, applyEarly]);

  const wasSignedOut = useRef(isSignedOut);
  useEffect(() => {
    const isDue = isWanted && current()?.stale !== false;
    if (isDue && wasSignedOut.current && !isSignedOut) void mutate();
    wasSignedOut.current = isSignedOut;
  }, [isWanted, isSignedOut, current, mutate]);

  const loadOlder = useCallback(async (): Promise<void> => {
    const older = current()?.older ?? null;
    if (older === null) return;
    // Twice, since the stream may overtake a page.
    for (let attempt = 0; attempt < 2 && current()?.older === older; attempt++) {
      const page = await fetchPage(older);
      update((cached) => withOlder(cached, older, page));
    }
  }, [current, fetchPage, update]);

  const reload = useCallback(async (): Promise<void> => {
    // A stale list stands still until the new one is there.
    if (current()) update((cached) => ({ ...cached, stale: true }));
    else await mutate();
  }, [current, mutate, update]);

  return useMemo(() => ({ cache: data, error, current, loadOlder, reload }), [data, error, current, loadOlder, reload]);
}
