"use client";

import { useEffect, useState } from "react";

import type { Notification } from "@/lib/contract";

import { type Shown, withLeaving } from "./with-leaving";

/** As long as the leaving animation. */
const LEAVE_MS = 200;

/** The notifications to draw: those there are, and for a moment those that have just left. */
export function useLingering(notifications: readonly Notification[]): readonly Shown[] {
  const [state, setState] = useState<{ notifications: readonly Notification[]; shown: readonly Shown[] }>(() => ({
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

  return shown;
}
