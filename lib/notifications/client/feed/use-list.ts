import { useMemo } from "react";

import type { ListedNotification } from "../../contract";
import type { Failure, Notifications } from "../use-notifications";
import { RequestError } from "./api";
import type { Feed } from "./use-feed";

type ListOnly = "status" | "notifications" | "hasOlder" | "loadOlder" | "reload" | "markAllRead";

export interface ListOptions {
  list: Feed;
  notifications: readonly ListedNotification[];
  /** What all lists of a user have in common. */
  shared: Omit<Notifications, ListOnly>;
  /** Nothing unread is left among the older ones. */
  isComplete: boolean;
  /** Without a position, through what the page has heard of. */
  acknowledgeThrough(position: number | undefined): void;
  onFailure(failure: Failure): void;
}

/** One list as components see it. */
export function useList({ list, notifications, shared, isComplete, acknowledgeThrough, onFailure }: ListOptions) {
  const { cache, error, current, loadOlder, reload } = list;
  // Made once, so that a list of thousands is not drawn anew for every event.
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
    (): Notifications => ({
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
