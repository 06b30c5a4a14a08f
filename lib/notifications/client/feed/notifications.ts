import type { ListedNotification } from "../../contract";
import type { Connection } from "../connection/connection";
import type { ListStatus } from "../requests/api";

/** Something that did not work, for a person to hear about. */
export interface Failure {
  of: "acknowledging" | "loading-older";
  reason: "offline" | "unreachable" | "refused";
}

/** A signed-in user's notifications, live. */
export interface Notifications {
  /** `loading` until the first list is there, `error` if it could not be fetched, else `ready`. */
  status: "loading" | "ready" | "error";
  /**
   * Newest first. An acknowledged one leaves the unread list at once, and has a `read_at` in the list of all at once, before
   * the server has confirmed it.
   */
  notifications: readonly ListedNotification[];
  /** All unread, also those not loaded yet. */
  unread: number;
  connection: Connection;
  /** Acknowledgements that the server does not have yet. They outlive the page, and are sent as soon as possible. */
  unsent: number;
  /** The last failure a person should hear about; null if there is none. */
  failure: Failure | null;
  dismissFailure(): void;
  /** Acknowledges one, at once. If the server refuses, it comes back, with a `failure`. */
  markRead(id: string): void;
  /** Acknowledges everything that can be seen now, not what arrives a moment later. */
  markAllRead(): void;
  /** True while notifications older than the loaded ones exist. */
  hasOlder: boolean;
  loadOlder(): Promise<void>;
  /** Fetches the list again, after `status: "error"`. */
  reload(): Promise<void>;
  /** Closes the live connection, and opens it again. */
  disconnect(): void;
  connect(): void;
}

/** Both lists of a user. What does not depend on the list is the same in both. */
export type NotificationLists = Readonly<Record<ListStatus, Notifications>>;

/** True for a notification of either list. Those of the unread list have no `read_at`. */
export function isUnread({ read_at }: ListedNotification): boolean {
  return (read_at ?? null) === null;
}
