"use client";

import { useEffect, useState } from "react";

import type { ListedNotification } from "@/lib/contract";

import { type Shown, withLeaving } from "./with-leaving";

/** As long as the animations. */
const LEAVE_MS = 200;
const ENTER_MS = 320;

/** The notifications to draw: those there are, and for a moment those that have just left. */
export function useLingering(notifications: readonly ListedNotification[]): readonly Shown[] {
  const [state, setState] = useState<{ notifications: readonly ListedNotification[]; shown: readonly Shown[] }>(() => ({
    notifications,
    shown: notifications.map((notification) => ({ notification, presence: "staying" })),
  }));
  const { shown } = state;
  if (state.notifications !== notifications) {
    setState({ notifications, shown: withLeaving(shown, notifications) });
  }

  useEffect(() => {
    if (!shown.some(({ presence }) => presence === "leaving")) return;
    const timer = setTimeout(() => {
      setState((current) => ({ ...current, shown: current.shown.filter(({ presence }) => presence !== "leaving") }));
    }, LEAVE_MS);
    return () => clearTimeout(timer);
  }, [shown]);

  // What has entered stays: drawn anew later, after scrolling, it must not enter again.
  useEffect(() => {
    if (!shown.some(({ presence }) => presence === "entering")) return;
    const timer = setTimeout(() => {
      setState((current) => ({
        ...current,
        shown: current.shown.map((one) => (one.presence === "entering" ? { ...one, presence: "staying" } : one)),
      }));
    }, ENTER_MS);
    return () => clearTimeout(timer);
  }, [shown]);

  return shown;
}
