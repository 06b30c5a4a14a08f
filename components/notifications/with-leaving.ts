import type { ListedNotification } from "@/lib/contract";

export type Presence = "staying" | "entering" | "leaving";

export interface Shown {
  notification: ListedNotification;
  presence: Presence;
}

/** More than this at once leave without ceremony: hundreds of collapsing rows are no longer a gentle animation. */
const MOST_LEAVING = 12;

/**
 * What the list shows while it changes from `before` to `now`: the ones that left stay in their place, marked
 * `leaving`, and the ones that arrived on top are `entering`. Older ones joining at the end just appear.
 */
export function withLeaving(before: readonly Shown[], now: readonly ListedNotification[]): Shown[] {
  const present = new Set(now.map(({ id }) => id));
  const known = new Map(before.map((shown) => [shown.notification.id, shown.presence]));
  const gone = before.filter(({ notification }) => !present.has(notification.id));
  const leavingBefore =
    gone.length > MOST_LEAVING ? new Map<string | null, Shown[]>() : beforeNextPresent(before, present);

  const shown: Shown[] = [];
  let reachedKnown = false;
  for (const notification of now) {
    const presence = known.get(notification.id);
    reachedKnown ||= presence !== undefined;
    shown.push(...(leavingBefore.get(notification.id) ?? []));
    shown.push({ notification, presence: presence === "entering" || !reachedKnown ? "entering" : "staying" });
  }
  return [...shown, ...(leavingBefore.get(null) ?? [])];
}

/** The ones that left, under the id of the next one that is still there, or null at the end. */
function beforeNextPresent(before: readonly Shown[], present: ReadonlySet<string>): Map<string | null, Shown[]> {
  const groups = new Map<string | null, Shown[]>();
  let group: Shown[] = [];
  for (const { notification } of before) {
    if (present.has(notification.id)) {
      if (group.length > 0) groups.set(notification.id, group);
      group = [];
    } else {
      group.push({ notification, presence: "leaving" });
    }
  }
  if (group.length > 0) groups.set(null, group);
  return groups;
}
