"use client";

import { createContext, use, useEffect } from "react";

import type { Connection, LiveConnection } from "./connection/connection";
import type { NotificationLists, Notifications } from "./feed/notifications";
import type { LazyTrouble } from "./loading/use-lazy";
import type { ListStatus } from "./requests/api";

/** What a page knows of its user's notifications before it loads a list. */
interface Bell {
  /** Null until the server has said how many. */
  unread: number | null;
  connection: Connection;
  /** Loads a list ("unread" by default) and its code. Call it as soon as a person seems to want it. */
  want(status?: ListStatus): void;
}

interface NotificationsContextValue extends Bell {
  userId: string;
  /** Null until its code is there. */
  live: LiveConnection | null;
  lists: NotificationLists;
  /** Why the code of the connection, or of a list that is wanted, is not there. */
  feedTrouble: LazyTrouble | null;
}

export const NotificationsContext = createContext<NotificationsContextValue | null>(null);

/**
 * The signed-in user's notifications, unread or all. Loads the list: a page that shows only a count should use `useBell`.
 * Throws outside a NotificationsProvider.
 */
export function useNotifications(status: ListStatus = "unread"): Notifications {
  const { lists, want } = useNotificationsContext();
  useEffect(() => want(status), [want, status]);
  return lists[status];
}

/** The live unread count. Loads nothing else. Throws outside a NotificationsProvider. */
export function useBell(): Bell {
  return useNotificationsContext();
}

/** All that the components need. Throws outside a NotificationsProvider. */
export function useNotificationsContext(): NotificationsContextValue {
  const context = use(NotificationsContext);
  if (context === null) throw new Error("Notifications need a <NotificationsProvider> above them");
  return context;
}
