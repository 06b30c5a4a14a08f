import { useEffect, useEffectEvent } from "react";

import type { StreamMessage } from "../connection/live-connection";
import { positionedEvents } from "../connection/positioned-event";
import { useNotificationsContext } from "../use-notifications";
import { type Arrival, newsIn, type Seen } from "./arrivals";
import { claim, type Claim, type Mark, withHead, withSetBack } from "./claim";
import { changeMark } from "./shared-mark";

/** The tab that somebody works in comes first, then one that can be seen, and last those that nobody looks at. */
const VISIBLE_MS = 150;
const HIDDEN_MS = 1_000;

interface Arrivals {
  /** What the stream has brought since the page was opened and before this was there. */
  heard: readonly StreamMessage[];
  /** Called in one tab of the browser for each arrival. */
  onArrivals: (claim: Claim) => void;
  /** Called in every tab. */
  onAcknowledged: (ids: ReadonlySet<string>) => void;
  /** The feed was set back: nothing that was shown of it may be there any longer. Called in every tab. */
  onSetBack: () => void;
}

/** Tells what newly arrives, each once per browser. Without IndexedDB each tab goes by itself. */
export function useArrivals({ heard, onArrivals, onAcknowledged, onSetBack }: Arrivals): void {
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

    /** One after the other, as they were asked for. Where there is no mark to share it is as if no other tab had one. */
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
      const after = newsIn(seen, positionedEvents(messages));
      const { arrivals, acknowledged, setBack } = after.news;
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
