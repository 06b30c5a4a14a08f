"use client";

import { createContext, use, useEffect } from "react";

import type { ListedNotification } from "../contract";
import type { Live, LiveState } from "./connection/live-connection";
import type { LazyTrouble } from "./connection/use-lazy";

/**
 * How fresh what you see is.
 * - `connecting`: the first connection is being made
 * - `catching-up`: connected again; what was missed is being replayed
 * - `live`: every change arrives as it happens
 * - `polling`: something on the way holds event streams back; the server is asked every few seconds instead
 * - `reconnecting`: lost, being restored; what was missed will be replayed
 * - `unreachable`: tried for a while; the server does not answer, or something answers in its place
 * - `offline`: the browser has no network; resumes by itself
 * - `paused`: closed by `disconnect()`, until `connect()`
 * - `signed-out`: the session is over; nothing more arrives
 */
export type Connection =
  | "connecting"
  | "catching-up"
  | "live"
  | "polling"
  | "reconnecting"
  | "unreachable"
  | "offline"
  | "paused"
  | "signed-out";

/** Which of a user's notifications: what waits to be acknowledged, or everything that is kept. */
export type ListStatus = "unread" | "all";

/** What did not work, for a person to hear about. */
export interface Failure {
  of: "acknowledging" | "loading-older";
  reason: "offline" | "unreachable" | "refused";
}

/** A signed-in user's notifications, live. */
export interface Notifications {
  /** `loading` until the first list is there, `error` when it could not be fetched, else `ready`. */
  status: "loading" | "ready" | "error";
  /**
   * Newest first. Of the unread ones those acknowledged are gone at once, of all of them they have a `read_at` at once,
   * before the server has confirmed.
   */
  notifications: readonly ListedNotification[];
  /** All unread, the ones not loaded yet included. */
  unread: number;
  connection: Connection;
  /** Acknowledgements that the server does not have yet: kept over reloads, sent when that is possible. */
  unsent: number;
  /** The last failure a person should hear about; null when there is none. */
  failure: Failure | null;
  dismissFailure(): void;
  /** Acknowledge one. Optimistic: comes back, with a `failure`, when the server refuses. */
  markRead(id: string): void;
  /** Acknowledge everything that can be seen now, not what arrives a moment later. */
  markAllRead(): void;
  /** True while notifications older than the loaded ones exist. */
  hasOlder: boolean;
  loadOlder(): Promise<void>;
  /** Fetch the list again, after `status: "error"`. */
  reload(): Promise<void>;
  /** Close and reopen the live connection by hand. */
  disconnect(): void;
  connect(): void;
}

/** The same user's lists: what they have in common is the same in both. */
export type NotificationLists = Readonly<Record<ListStatus, Notifications>>;

export function connectionOf(state: LiveState): Connection {
  return state === "closed" ? "paused" : state;
}

/** What a page knows of its user's notifications before they are wanted. */
interface Bell {
  /** Null until the server has said how many. */
  unread: number | null;
  connection: Connection;
  /** Loads a list, "unread" unless told, and the code for it. To be called as soon as a person seems to want it. */
  want(status?: ListStatus): void;
}

interface NotificationsContextValue extends Bell {
  userId: string;
  /** Null until its code is there. */
  live: Live | null;
  lists: NotificationLists;
  /** Why code for the connection or, once they are wanted, for the lists is not there. */
  feedTrouble: LazyTrouble | null;
}

export const NotificationsContext = createContext<NotificationsContextValue | null>(null);

/**
 * The notifications of the signed-in user, unread or all, which are loaded because of it: a page that shows no more than a
 * count is better off with useBell. Throws outside a NotificationsProvider.
 */
export function useNotifications(status: ListStatus = "unread"): Notifications {
  const { lists, want } = useNotificationsContext();
  useEffect(() => want(status), [want, status]);
  return lists[status];
}

/** The live count of what is unread, and nothing else loaded for it. Throws outside a NotificationsProvider. */
export function useBell(): Bell {
  return useNotificationsContext();
}

export function useNotificationsContext(): NotificationsContextValue {
  const context = use(NotificationsContext);
  if (context === null) throw new Error("Notifications need a <NotificationsProvider> above them");
  return context;
}
