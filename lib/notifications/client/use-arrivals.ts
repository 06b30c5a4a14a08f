import { useEffect, useEffectEvent } from "react";

import { type Arrival, arrivalsIn, type Seen } from "./arrivals/arrivals";
import { claim, type Claim, type Mark, withHead, withSetBack } from "./arrivals/claim";
import { changeMark } from "./arrivals/shared-mark";
import { positionedEvents } from "./connection/positioned-event";
import type { StreamMessage } from "./connection/stream-message";
import { useNotificationsContext } from "./use-notifications";

/** The tab that somebody works in claims first, then visible ones, then hidden ones. */
const VISIBLE_MS = 150;
const HIDDEN_MS = 1_000;

interface ArrivalsOptions {
  /** What the stream has brought since the page was opened, before this was there. */
  heard: readonly StreamMessage[];
  /** Called in one tab of the browser for each arrival. */
  onArrivals: (claim: Claim) => void;
  /** Called in every tab. */
  onAcknowledged: (ids: ReadonlySet<string>) => void;
  /** The feed was set back: what was shown of it may be gone. Called in every tab. */
  onSetBack: () => void;
}

/** Tells of each new notification, once per browser; without IndexedDB, once per tab. */
export function useArrivals({ heard, onArrivals, onAcknowledged, onSetBack }: ArrivalsOptions): void {
  const { userId, live } = useNotificationsContext();
  const tellArrivals = useEffectEvent(onArrivals);
  const tellAcknowledged = useEffectEvent(onAcknowledged);
  const tellSetBack = useEffectEvent(onSetBack);

  useEffect(() => {
    let seen: Seen | null = null;
    let waiting: Arrival[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    let marked = Promise.resolve();

    /** Makes changes one after the other. If the tabs cannot share a mark, this one goes by itself. */
    function changeMarkNext(change: (mark: Mark | null) => Mark | null): Promise<void> {
      marked = marked.then(() => changeMark(userId, change)).catch(() => {});
      return marked;
    }

    async function claimWaiting(): Promise<void> {
      timer = undefined;
      const arrivals = waiting;
      waiting = [];
      let claimed: Claim = { arrivals, startsBurst: true };
      await changeMarkNext((before) => {
        const after = claim(before, arrivals, Date.now());
        claimed = after.claim;
        return after.mark;
      });
      if (!ended && claimed.arrivals.length > 0) tellArrivals(claimed);
    }

    function hear(messages: readonly StreamMessage[]): void {
      const caughtUp = seen !== null;
      const { arrivals, acknowledged, setBack, ...after } = arrivalsIn(seen, positionedEvents(messages));
      ({ seen } = after);
      const head = seen?.position;
      if (!caughtUp && head !== undefined) void changeMarkNext((mark) => withHead(mark, head, Date.now()));
      if (setBack !== null) {
        void changeMarkNext((mark) => withSetBack(mark, setBack, Date.now()));
        waiting = [];
        tellSetBack();
      }
      if (acknowledged.size > 0) {
        waiting = waiting.filter(({ notification }) => !acknowledged.has(notification?.id ?? ""));
        tellAcknowledged(acknowledged);
      }
      waiting.push(...arrivals);
      if (waiting.length > 0) timer ??= setTimeout(() => void claimWaiting(), patience());
    }

    hear(heard);
    const unfollow = live?.follow(hear);
    return () => {
      ended = true;
      unfollow?.();
      clearTimeout(timer);
    };
  }, [userId, live, heard]);
}

function patience(): number {
  if (document.visibilityState === "hidden") return HIDDEN_MS;
  return document.hasFocus() ? 0 : VISIBLE_MS;
}
