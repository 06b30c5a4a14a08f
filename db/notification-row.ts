import type { FeedNotification, ListedRow } from "./feed";

/** A notification as statements bring it, with its times in milliseconds since 1970. */
export interface NotificationRow {
  id: string;
  type: string;
  message: string;
  link: string | null;
  created_at: number;
}

export type ListedNotificationRow = NotificationRow & { read_at: number | null; position: number };

export function notification(row: NotificationRow): FeedNotification {
  return { id: row.id, type: row.type, message: row.message, link: row.link, createdAt: new Date(row.created_at) };
}

export function listed(row: ListedNotificationRow): ListedRow {
  const readAt = row.read_at === null ? null : new Date(row.read_at);
  return { ...notification(row), readAt, position: row.position };
}
