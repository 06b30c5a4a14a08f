"use client";

import { createContext, use, useEffect } from "react";

import type { Notification } from "@/lib/contract";

import type { LiveState } from "./live-connection";

/**
 * How fresh what you see is.
 * - `connecting`: the first connection is being made
 * - `live`: every change arrives as it happens
 * - `reconnecting`: lost, being restored; what was missed will be replayed
 * - `offline`: the browser has no network; resumes by itself
 * - `paused`: closed by `disconnect()`, until `connect()`
 * - `signed-out`: the session is over; nothing more arrives
 */
export type Connection = "connecting" | "live" | "reconnecting" | "offline" | "paused" | "signed-out";

/** A signed-in user's notifications, live. */
export interface Notifications {
  /** `loading` until the first list is there, `error` when it could not be fetched, else `ready`. */
  status: "loading" | "ready" | "error";
  /** Unread, newest first; acknowledged ones are gone at once, before the server has confirmed. */
  notifications: readonly Notification[];
  /** All unread, the ones not loaded yet included. */
  unread: number;
  connection: Connection;
  /** The last failure a person should hear about, in a sentence; null when there is none. */
  failure: string | null;
  dismissFailure(): void;
  /** Acknowledge one. Optimistic: comes back, with a `failure`, when the server refuses. */
  markRead(id: string): Promise<void>;
  /** Acknowledge everything that can be seen now, not what arrives a moment later. */
  markAllRead(): Promise<void>;
  /** True while unread notifications older than the loaded ones exist. */
  hasOlder: boolean;
  loadOlder(): Promise<void>;
  /** Fetch the list again, after `status: "error"`. */
  reload(): Promise<void>;
  /** Close and reopen the live connection by hand. */
  disconnect(): void;
  connect(): void;
}

export function connectionOf(state: LiveState): Connection {
  return state === "closed" ? "paused" : state;
}

/** What a page knows of its user's notifications before they are wanted. */
interface Bell {
  /** Null until the server has said how many. */
  unread: number | null;
  connection: Connection;
  /** Loads the notifications themselves, and the code for them. To be called as soon as a person seems to want them. */
  want(): void;
}

export const NotificationsContext = createContext<(Bell & { notifications: Notifications }) | null>(null);

/**
 * The notifications of the signed-in user, which are loaded because of it: a page that shows no more than a count is
 * better off with useBell. Throws outside a NotificationsProvider.
 */
export function useNotifications(): Notifications {
  const { notifications, want } = useContextAbove();
  useEffect(want, [want]);
  return notifications;
}

/** The live count of what is unread, and nothing else loaded for it. Throws outside a NotificationsProvider. */
export function useBell(): Bell {
  return useContextAbove();
}

function useContextAbove(): Bell & { notifications: Notifications } {
  const context = use(NotificationsContext);
  if (context === null) throw new Error("Notifications need a <NotificationsProvider> above them");
  return context;
}
