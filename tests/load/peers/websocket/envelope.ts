import type { Notification, NotificationEvent } from "@/lib/notifications/contract";

/** What a client receives. */
export function envelope(notification: Notification): NotificationEvent {
  return { type: "NOTIFICATION", payload: notification };
}

/** The id of the notification in the text of an envelope. */
export function idOf(text: string): string {
  return (JSON.parse(text) as NotificationEvent).payload.id;
}

/** Tells a client that it is subscribed and has what it had missed. */
export const SYNC = { type: "SYNC" };
