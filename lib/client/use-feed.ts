import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import useSWR, { unstable_serialize, useSWRConfig } from "swr";

import { Position, StreamEvent } from "@/lib/contract";

import { fetchPage, firstPage, postRead, RequestError } from "./api";
import { backoff } from "./backoff";
import {
  fromSnapshot,
  visible,
  withAcknowledgement,
  withConfirmation,
  withEvent,
  withOlder,
  withoutAcknowledgement,
  type Acknowledgement,
  type FeedCache,
  type Snapshot,
} from "./feed-cache";
import type { LiveConnection, LiveState, StreamMessage } from "./live-connection";
import { connectionOf, type Notifications } from "./use-notifications";

const NOTHING: readonly never[] = [];

export interface Feed {
  userId: string;
  live: LiveConnection;
  liveState: LiveState;
}

interface PositionedEvent {
  position: number;
  event: StreamEvent;
}

/** One user's feed, kept live: the list, then what the stream brings after it. Mount it once per page. */
export function useFeed({ userId, live, liveState }: Feed): Notifications {
  const key = ["notifications", userId];
  const { cache } = useSWRConfig();
  const cacheKey = unstable_serialize(key);
  const current = useCallback((): FeedCache | undefined => cache.get(cacheKey)?.data, [cache, cacheKey]);

  const [failure, setFailure] = useState<string | null>(null);
  /** What the stream has brought while there was no list to apply it to. */
  const early = useRef<PositionedEvent[]>([]);

  async function fetchFirstPage(): Promise<FeedCache> {
    // A list that is asked for now has it all.
    early.current = [];
    return fromSnapshot(await fetchPage(firstPage(userId)), current());
  }

  // Once there is a list, the stream says when something has changed, and SWR has no reason of its own to ask again.
  const waiting = current() === undefined;
  const { data, error, mutate } = useSWR(key, fetchFirstPage, {
    revalidateOnFocus: waiting,
    revalidateOnReconnect: waiting,
    shouldRetryOnError: (reason) => !isSignedOut(reason),
    onErrorRetry: (_reason, _key, _config, revalidate, { retryCount }) =>
      setTimeout(() => void revalidate({ retryCount }), backoff(retryCount)),
  });

  const update = useCallback(
    (change: (cached: FeedCache) => FeedCache): void => {
      void mutate((cached) => cached && change(cached), { revalidate: false });
    },
    [mutate],
  );

  const applyEarly = useCallback((): void => {
    // A mutation without a reason would have SWR drop the list that is under way.
    if (current() === undefined || early.current.length === 0) return;
    const events = early.current.splice(0);
    update((cached) => events.reduce((state, { position, event }) => withEvent(state, position, event), cached));
  }, [current, update]);

  useEffect(
    () =>
      live.follow({
        position: () => current()?.position ?? null,
        onMessages(messages) {
          early.current.push(...messages.flatMap(parse));
          applyEarly();
        },
      }),
    [live, current, applyEarly],
  );
  const loaded = data !== undefined;
  useEffect(() => {
    if (loaded) applyEarly();
  }, [loaded, applyEarly]);

  const stale = data?.stale ?? false;
  useEffect(() => {
    if (!stale) return;
    const effect = { ended: false };
    void refetch(userId, effect).then((snapshot) => {
      if (effect.ended || !snapshot) return;
      update((cached) => fromSnapshot(snapshot, cached));
      // What the stream brought meanwhile could not be placed: it is brought again, from the new position.
      live.restart();
    });
    return () => {
      effect.ended = true;
    };
  }, [stale, userId, live, update]);

  const acknowledge = useCallback(
    async (target: Acknowledgement["target"]): Promise<void> => {
      const acknowledgement: Acknowledgement = { target, doneAt: null };
      update((cached) => withAcknowledgement(cached, acknowledgement));
      try {
        const doneAt = await postRead(userId, target);
        update((cached) => withConfirmation(cached, acknowledgement, doneAt));
      } catch (reason) {
        update((cached) => ({
          ...withoutAcknowledgement(cached, acknowledgement),
          // Refused as unknown: it is gone elsewhere, so what is shown here is old.
          stale: cached.stale || isUnknown(reason),
        }));
        if (!isUnknown(reason)) setFailure(`Not marked as read. ${explain(reason)}`);
      }
    },
    [userId, update],
  );

  const older = data?.older ?? null;
  const loadOlder = useCallback(async (): Promise<void> => {
    if (older === null) return;
    try {
      // Twice, since what the stream brings meanwhile may overtake a page.
      for (let attempt = 0; attempt < 2 && current()?.older === older; attempt++) {
        const page = await fetchPage(older);
        update((cached) => withOlder(cached, older, page));
      }
    } catch (reason) {
      setFailure(`Older notifications could not be loaded. ${explain(reason)}`);
    }
  }, [older, current, update]);

  const reload = useCallback(async (): Promise<void> => {
    if (current()) update((cached) => ({ ...cached, stale: true }));
    else await mutate();
  }, [current, mutate, update]);

  // Made once, so that a list of thousands is not drawn anew for every event.
  const actions = useMemo(
    () => ({
      dismissFailure: () => setFailure(null),
      markRead: (id: string) => acknowledge({ ids: [id] }),
      markAllRead: () => acknowledge({ through: current()?.position ?? 0 }),
      reload,
      disconnect: () => live.close(),
      connect: () => live.open(),
    }),
    [acknowledge, current, reload, live],
  );
  const shown = useMemo(() => (data ? visible(data) : { notifications: NOTHING, unread: 0 }), [data]);

  return useMemo(
    (): Notifications => ({
      ...actions,
      ...shown,
      status: loaded ? "ready" : error === undefined ? "loading" : "error",
      connection: isSignedOut(error) ? "signed-out" : connectionOf(liveState),
      failure,
      hasOlder: older !== null && shown.unread > shown.notifications.length,
      loadOlder,
    }),
    [actions, shown, loaded, error, liveState, failure, older, loadOlder],
  );
}

/**
 * Fetches the list until it is there, or until nobody wants it any more or may have it. Not by SWR's revalidation: that
 * drops an answer which a mutation has overtaken, and every event is a mutation.
 */
async function refetch(userId: string, effect: { ended: boolean }): Promise<Snapshot | null> {
  for (let failures = 0; !effect.ended; failures++) {
    try {
      return await fetchPage(firstPage(userId));
    } catch (reason) {
      if (isSignedOut(reason)) return null;
      await new Promise((resolve) => setTimeout(resolve, backoff(failures)));
    }
  }
  return null;
}

/** What is not as the contract says leaves a hole, which the feed cache mends. */
function parse({ id, event }: StreamMessage): PositionedEvent[] {
  const position = Position.safeParse(id);
  const parsed = StreamEvent.safeParse(event);
  return position.success && parsed.success ? [{ position: position.data, event: parsed.data }] : [];
}

function isSignedOut(reason: unknown): boolean {
  return reason instanceof RequestError && reason.status === 401;
}

function isUnknown(reason: unknown): boolean {
  return reason instanceof RequestError && reason.status === 404;
}

function explain(reason: unknown): string {
  if (reason instanceof RequestError) return reason.message;
  return navigator.onLine ? "The server cannot be reached." : "You are offline.";
}
