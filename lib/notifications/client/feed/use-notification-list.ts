import { useMemo } from "react";

import type { ListedNotification } from "../../contract";
import { RequestError } from "../requests/api";
import type { Failure, Notifications } from "./notifications";
import type { Feed } from "./use-feed";

type ListOnly = "status" | "notifications" | "hasOlder" | "loadOlder" | "reload" | "markAllRead";

interface ListOptions {
  list: Feed;
  notifications: readonly ListedNotification[];
  /** What both lists have in common. */
  shared: Omit<Notifications, ListOnly>;
  /** None of the older ones is unread. */
  isComplete: boolean;
  /** Acknowledges up to a position, by default up to where the page has loaded the feed, as soon as it has. */
  acknowledgeThrough(position: number | undefined): void;
  onFailure(failure: Failure): void;
}

/** One list as components see it. */
export function useNotificationList(options: ListOptions): Notifications {
  const { list, notifications, shared, isComplete, acknowledgeThrough, onFailure } = options;
  const { cache, error, current, loadOlder, reload } = list;
  // Made once, so that a list of thousands is not drawn again for every event.
  const actions = useMemo(
    () => ({
      markAllRead: () => acknowledgeThrough(current()?.position),
      loadOlder: () => loadOlder().catch((reason) => onFailure({ of: "loading-older", reason: reasonOf(reason) })),
      reload,
    }),
    [acknowledgeThrough, current, loadOlder, reload, onFailure],
  );
  const isLoaded = cache !== undefined;
  const hasOlder = isLoaded && cache.older !== null && !isComplete;
  return useMemo(
    () => ({
      ...shared,
      ...actions,
      status: isLoaded ? "ready" : error === undefined ? "loading" : "error",
      notifications,
      hasOlder,
    }),
    [shared, actions, isLoaded, error, notifications, hasOlder],
  );
}

function reasonOf(reason: unknown): Failure["reason"] {
  if (reason instanceof RequestError && reason.isFromServer) return "refused";
  return navigator.onLine ? "unreachable" : "offline";
}
