import postgres from "postgres";
import { v7 as uuidv7 } from "uuid";

import type { AppendRequest, Notification } from "@/lib/notifications/contract";

import { environment } from "./environment";

const POOL_SIZE = 10;
const STATEMENT_TIMEOUT_MS = 3_000;

export interface Stored {
  userId: string;
  notification: Notification;
}

/**
 * The table of the original design: one row for each notification, and a UUIDv7 is its id and its order. Nothing counts
 * positions, so what commits late has an id from before and may be passed over by a replay. No link is kept.
 */
export class Store {
  readonly #sql = postgres(environment.databaseUrl, {
    max: POOL_SIZE,
    connection: { application_name: "peer", statement_timeout: STATEMENT_TIMEOUT_MS },
    onnotice: () => {},
  });

  static async open(): Promise<Store> {
    const store = new Store();
    await store.#sql`
      create table if not exists peer_notifications
        (id uuid primary key, user_id uuid not null, type text, message text, created_at timestamptz, read_at timestamptz)`;
    await store.#sql`
      create index if not exists peer_notifications_user_read on peer_notifications (user_id, read_at, id)`;
    return store;
  }

  /** One statement for all recipients; a user named twice is notified once. */
  async insert({ user_id, user_ids, type, message }: AppendRequest): Promise<Stored[]> {
    const userIds = [...new Set(user_ids ?? (user_id === undefined ? [] : [user_id]))];
    const createdAt = new Date();
    const created_at = createdAt.toISOString();
    const stored = userIds.map((userId) => ({ userId, notification: { id: uuidv7(), message, type, created_at } }));
    const ids = stored.map(({ notification }) => notification.id);
    await this.#sql`
      insert into peer_notifications (id, user_id, type, message, created_at)
      select id, user_id, ${type}, ${message}, ${createdAt}::timestamptz
      from unnest(${ids}::uuid[], ${userIds}::uuid[]) as recipient (id, user_id)`;
    return stored;
  }

  /** The user's unread ones after the notification `after`, oldest first. */
  async missed(userId: string, after: string): Promise<Notification[]> {
    const rows = await this.#sql<{ id: string; message: string; type: string; created_at: Date }[]>`
      select id, message, type, created_at from peer_notifications
      where user_id = ${userId} and read_at is null and id > ${after}
      order by id`;
    return rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }));
  }

  async close(): Promise<void> {
    await this.#sql.end({ timeout: 1 });
  }
}
