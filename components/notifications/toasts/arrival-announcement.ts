import { useEffect, useEffectEvent, useRef } from "react";

import type { Arrival } from "../../../lib/notifications/client";
import { announce } from "../announcer/announcer";
import { shortened } from "../item/notification-words";
import type { SignalTexts } from "../texts/en/signals";
import { useSignalTexts } from "../texts/use-signal-texts";

/** A burst is announced once, with the count it ended at. */
const COALESCE_MS = 1_000;
/** Nobody wants to listen to 2,000 characters that were not asked for. */
const MOST_CHARACTERS = 200;

/** Says what has arrived, and how many are unread now. */
export function useArrivalAnnouncement(unread: number) {
  const texts = useSignalTexts();
  const waiting = useRef<readonly Arrival[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sayWaiting = useEffectEvent(() => {
    const arrivals = waiting.current;
    waiting.current = [];
    timer.current = undefined;
    if (arrivals.length > 0) announce(arrivalSentence(texts, arrivals, unread));
  });
  useEffect(() => () => clearTimeout(timer.current), []);

  return {
    announceArrivals(arrivals: readonly Arrival[]): void {
      waiting.current = [...waiting.current, ...arrivals];
      timer.current ??= setTimeout(() => sayWaiting(), COALESCE_MS);
    },
    /** Does not announce what was acknowledged in the meantime. */
    withdraw(isWithdrawn: (arrival: Arrival) => boolean): void {
      waiting.current = waiting.current.filter((arrival) => !isWithdrawn(arrival));
    },
    /** Takes back all announcements: their notifications may be no more. */
    forget(): void {
      waiting.current = [];
      announce("");
    },
  };
}

/** "Order 7 has shipped. 3 unread notifications" for one, "5 new notifications. 8 unread notifications" for many. */
export function arrivalSentence(texts: SignalTexts, arrivals: readonly Arrival[], unread: number): string {
  const [only] = arrivals;
  const count = arrivals.reduce((sum, arrival) => sum + arrival.count, 0);
  const news =
    count === 1 && only?.notification ? shortened(only.notification.message, MOST_CHARACTERS) : texts.arrived(count);
  return `${/\p{Sentence_Terminal}$/u.test(news) ? news : `${news}.`} ${texts.unread(unread)}`;
}
