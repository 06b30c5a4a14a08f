"use client";

import { useCallback, useEffect, useRef, useState } from "react";

import { useNotifications } from "@/lib/notifications/client";

const KEPT = 12;

/**
 * Time from sending to the notification being on the page, in milliseconds, newest first. The event may overtake
 * the answer to the POST that caused it, so both sides wait for each other.
 */
export function useRoundTrip() {
  const { notifications } = useNotifications();
  const [measurements, setMeasurements] = useState<readonly number[]>([]);
  const sentAt = useRef(new Map<string, number>());
  const seen = useRef(new Set<string>());
  const shownAt = useRef(new Map<string, number>());

  const settle = useCallback((id: string) => {
    const sent = sentAt.current.get(id);
    const shown = shownAt.current.get(id);
    if (sent === undefined || shown === undefined) return;
    sentAt.current.delete(id);
    setMeasurements((before) => [shown - sent, ...before].slice(0, KEPT));
  }, []);

  useEffect(() => {
    const arrived = notifications.filter(({ id }) => !seen.current.has(id));
    if (arrived.length === 0) return;
    for (const { id } of arrived) seen.current.add(id);
    requestAnimationFrame(() => {
      const now = performance.now();
      for (const { id } of arrived) {
        shownAt.current.set(id, now);
        settle(id);
      }
    });
  }, [notifications, settle]);

  /** These ids were sent to this very user at `time` (of `performance.now`). */
  const expect = useCallback(
    (ids: readonly string[], time: number) => {
      for (const id of ids) {
        sentAt.current.set(id, time);
        settle(id);
      }
    },
    [settle],
  );

  return { measurements, expect };
}
