import { useEffect, useState } from "react";

import type { ListedNotification } from "../../../lib/notifications/contract";

/** `gone` is an empty row. It stays while somebody reads further down, so that the rows there keep their index. */
export type Presence = "entering" | "staying" | "leaving" | "gone";

export interface Shown {
  notification: ListedNotification;
  presence: Presence;
}

/** What a row becomes after its animation. One that has entered must not enter again when scrolling draws it anew. */
const MOVES = [
  { from: "leaving", to: "gone", afterMs: 200 },
  { from: "entering", to: "staying", afterMs: 320 },
] as const;
/** More than this at once come and go without ceremony: hundreds of moving rows are no longer a gentle animation. */
const MOST_MOVING = 12;

/**
 * The rows to draw: those of the notifications there are, and for a moment those of the ones that have just left. Unless
 * the list is at its top, these stay as empty rows: virtua measures rows by index, and another index would move the page.
 * @param reading id of the first row in sight, null at the top of the list.
 */
export function useLingering(notifications: readonly ListedNotification[], reading: string | null): readonly Shown[] {
  const [known, setKnown] = useState(notifications);
  const [shown, setShown] = useState<readonly Shown[]>(() =>
    notifications.map((notification) => ({ notification, presence: "staying" })),
  );
  const isGone = ({ presence }: Shown) => presence === "gone";
  if (known !== notifications) {
    setKnown(notifications);
    setShown(withLeaving(shown, notifications, reading));
  } else if (shown.some(isGone) && (reading === null || shown.every(isGone))) {
    setShown(shown.filter((row) => !isGone(row)));
  }
  useEffect(() => {
    const timers = MOVES.map(({ from, to, afterMs }) => {
      if (!shown.some(({ presence }) => presence === from)) return;
      const become = (row: Shown) => (row.presence === from ? { ...row, presence: to } : row);
      return setTimeout(() => setShown((rows) => rows.map(become)), afterMs);
    });
    return () => timers.forEach((timer) => clearTimeout(timer));
  }, [shown]);
  return shown;
}

/** Whether a row is of a notification that is still in the list. */
export function isPresent({ presence }: Shown): boolean {
  return presence === "entering" || presence === "staying";
}

/**
 * The rows while the list changes from `before` to `now`: the ones that left stay in their place, marked `leaving` and later
 * `gone`, and the ones that arrived on top are `entering`. Older ones joining at the end just appear. Above `reading` rows
 * come and go at once, since one that grows or shrinks bit by bit could move the rows in sight.
 */
export function withLeaving(
  before: readonly Shown[],
  now: readonly ListedNotification[],
  reading: string | null,
): Shown[] {
  const presences = new Map(before.map(({ notification, presence }) => [notification.id, presence]));
  const absent = absentBeforeNextPresent(before, new Set(now.map(({ id }) => id)), reading);

  const highestKnown = now.findIndex(({ id }) => presences.has(id));
  const came = highestKnown === -1 ? now.length : highestKnown;
  const entering = reading === null && came <= MOST_MOVING ? came : 0;
  const shown = now.flatMap((notification, index): Shown[] => {
    const enters = index < entering || presences.get(notification.id) === "entering";
    return [...(absent.get(notification.id) ?? []), { notification, presence: enters ? "entering" : "staying" }];
  });
  return [...shown, ...(absent.get(null) ?? [])];
}

/** The ones that left, under the id of the next one that is still there, or null at the end. */
function absentBeforeNextPresent(
  before: readonly Shown[],
  present: ReadonlySet<string>,
  reading: string | null,
): Map<string | null, Shown[]> {
  const left = before.filter((row) => isPresent(row) && !present.has(row.notification.id));
  const groups = new Map<string | null, Shown[]>();
  let inSight = reading === null;
  let group: Shown[] = [];
  for (const row of before) {
    const { id } = row.notification;
    inSight ||= id === reading;
    if (present.has(id)) {
      groups.set(id, group);
      group = [];
    } else {
      const moves = inSight && left.length <= MOST_MOVING;
      group.push(isPresent(row) ? { ...row, presence: moves ? "leaving" : "gone" } : row);
    }
  }
  return groups.set(null, group);
}
