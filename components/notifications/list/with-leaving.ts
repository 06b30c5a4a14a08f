import type { ListedNotification } from "../../../lib/notifications/contract";

/** `gone` is an empty row, kept where taking it away would give the rows above what is read another index. */
export type Presence = "entering" | "staying" | "leaving" | "gone";

export interface Shown {
  notification: ListedNotification;
  presence: Presence;
}

/** More than this at once come and go without ceremony: hundreds of moving rows are no longer a gentle animation. */
const MOST_MOVING = 12;

/**
 * What the list shows while it changes from `before` to `now`: the ones that left stay in their place, marked `leaving`
 * and later `gone`, and the ones that arrived on top are `entering`. Older ones joining at the end just appear.
 * @param reading id of the first row in sight, null at the top of the list. Above it all comes and goes at once, since
 *   what grows or shrinks bit by bit could move what is read.
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

/** Whether a row is of a notification that is still in the list. */
export function isPresent({ presence }: Shown): boolean {
  return presence === "entering" || presence === "staying";
}

/** The ones that left, under the id of the next one that is still there, or null at the end. */
function absentBeforeNextPresent(
  before: readonly Shown[],
  present: ReadonlySet<string>,
  reading: string | null,
): Map<string | null, Shown[]> {
  const left = before.filter((row) => isPresent(row) && !present.has(row.notification.id));
  let inSight = reading === null;
  const groups = new Map<string | null, Shown[]>();
  let group: Shown[] = [];
  for (const row of before) {
    const { id } = row.notification;
    inSight ||= id === reading;
    if (present.has(id)) {
      if (group.length > 0) groups.set(id, group);
      group = [];
    } else if (isPresent(row)) {
      group.push({ ...row, presence: inSight && left.length <= MOST_MOVING ? "leaving" : "gone" });
    } else {
      group.push(row);
    }
  }
  if (group.length > 0) groups.set(null, group);
  return groups;
}
