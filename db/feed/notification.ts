import type { notifications } from "../schema";

type Columns = typeof notifications.$inferSelect;

export type FeedNotification = Pick<Columns, "id" | "type" | "message" | "link" | "createdAt">;
export type ListedRow = FeedNotification & Pick<Columns, "readAt" | "position">;

/** A notification as statements return it, with its times in milliseconds since 1970. */
export type NotificationRow = Omit<FeedNotification, "createdAt"> & { created_at: number };
export type ListedNotificationRow = NotificationRow & { read_at: number | null; position: number };

export function notification(row: NotificationRow): FeedNotification {
  return { id: row.id, type: row.type, message: row.message, link: row.link, createdAt: new Date(row.created_at) };
}

export function listed(row: ListedNotificationRow): ListedRow {
  const readAt = row.read_at === null ? null : new Date(row.read_at);
  return { ...notification(row), readAt, position: row.position };
}
