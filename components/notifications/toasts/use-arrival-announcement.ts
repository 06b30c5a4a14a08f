"use client";

import { useEffect, useEffectEvent, useRef } from "react";

import type { Arrival } from "../../../lib/notifications/client";
import { useSignalTexts } from "../texts/use-signal-texts";
import { useAnnounce } from "./announcements";
import { arrivalSentence } from "./arrival-sentence";

/** A burst is announced once, with the count it ended at. */
const COALESCE_MS = 1_000;

/** Says what has arrived, and how many are unread now. */
export function useArrivalAnnouncement(unread: number) {
  const texts = useSignalTexts();
  const announce = useAnnounce();
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
    /** What is acknowledged before it was said needs no saying. */
    withdraw(isWithdrawn: (arrival: Arrival) => boolean): void {
      waiting.current = waiting.current.filter((arrival) => !isWithdrawn(arrival));
    },
    /** What was to be said, and was said last, may be of notifications that are no more. */
    forget(): void {
      waiting.current = [];
      announce("");
    },
  };
}
