"use client";

import { useEffect, useState } from "react";

import type { ListedNotification } from "../../../lib/notifications/contract";
import { type Presence, type Shown, withLeaving } from "./with-leaving";

/** As long as the animations. */
const LEAVE_MS = 200;
const ENTER_MS = 320;

/**
 * The rows to draw: those of the notifications there are, and for a moment those of the ones that have just left. Unless
 * the list is at its top, these stay as empty rows: virtua measures rows by index, and one that changes moves what is read.
 * @param reading id of the first row in sight, null at the top of the list.
 */
export function useLingering(notifications: readonly ListedNotification[], reading: string | null): readonly Shown[] {
  const [known, setKnown] = useState(notifications);
  const [shown, setShown] = useState<readonly Shown[]>(() =>
    notifications.map((notification) => ({ notification, presence: "staying" })),
  );
  if (known !== notifications) {
    setKnown(notifications);
    setShown(withLeaving(shown, notifications, reading));
  } else if (has(shown, "gone") && (reading === null || shown.every(({ presence }) => presence === "gone"))) {
    setShown(shown.filter(({ presence }) => presence !== "gone"));
  }

  useEffect(() => {
    if (!has(shown, "leaving")) return;
    const timer = setTimeout(() => setShown(becoming("leaving", "gone")), LEAVE_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  // What has entered stays: drawn anew later, after scrolling, it must not enter again.
  useEffect(() => {
    if (!has(shown, "entering")) return;
    const timer = setTimeout(() => setShown(becoming("entering", "staying")), ENTER_MS);
    return () => clearTimeout(timer);
  }, [shown]);

  return shown;
}

function becoming(from: Presence, to: Presence) {
  return (shown: readonly Shown[]): readonly Shown[] =>
    shown.map((row) => (row.presence === from ? { ...row, presence: to } : row));
}

function has(shown: readonly Shown[], wanted: Presence): boolean {
  return shown.some(({ presence }) => presence === wanted);
}
