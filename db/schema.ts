import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";

const bytea = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });

/** Milliseconds, as in the contract, so that a time read back equals the time given out. */
const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** A position in a user's feed. Sequences do not commit in order, so notification_feeds counts positions. */
const position = (name: string) => bigint(name, { mode: "number" });

export const users = pgTable("users", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
});

/** One row per user. Every change locks it, so commit order and position order are the same. */
export const notificationFeeds = pgTable(
  "notification_feeds",
  {
    userId: uuid("user_id")
      .primaryKey()
      .references(() => users.id, { onDelete: "cascade" }),
    /** Position of the newest change; 0 before the first. */
    head: position("head_seq").notNull().default(0),
    unread: integer("unread_count").notNull().default(0),
    /** Changes up to this position may be gone (retention, erasure): a cursor before it cannot be replayed. */
    floor: position("floor_seq").notNull().default(0),
  },
  (table) => [
    check("notification_feeds_unread_count_check", sql`${table.unread} >= 0`),
    check("notification_feeds_floor_check", sql`${table.floor} between 0 and ${table.head}`),
  ],
);

/** `user_id` leads every key, so the table shards by it. */
export const notifications = pgTable(
  "notifications",
  {
    id: uuid("id").notNull(),
    userId: uuid("user_id").notNull(),
    type: text("type").notNull(),
    message: text("message").notNull(),
    link: text("link"),
    createdAt: time("created_at").notNull(),
    readAt: time("read_at"),
    /** Position of the NOTIFICATION event. */
    position: position("seq").notNull(),
    /** Position of the READ event, which up to 500 notifications share. */
    readPosition: position("read_seq"),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.id] }),
    unique("notifications_user_seq_key").on(table.userId, table.position),
    foreignKey({
      name: "notifications_feed_fk",
      columns: [table.userId],
      foreignColumns: [notificationFeeds.userId],
    }).onDelete("cascade"),
    check("notifications_read_check", sql`(${table.readAt} is null) = (${table.readPosition} is null)`),
    index("idx_notifications_user_read")
      .on(table.userId, table.position)
      .where(sql`${table.readAt} is null`),
    index("idx_notifications_user_read_seq")
      .on(table.userId, table.readPosition)
      .where(sql`${table.readPosition} is not null`),
  ],
);

/** Each request with a key, so that a retry is not another request. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    producer: text("producer").notNull(),
    key: text("key").notNull(),
    /** SHA-256 of the validated request. */
    requestHash: bytea("request_hash").notNull(),
    /**
     * The id of the request. The ids of its notifications, and so the answer, are made from it again. It names no recipient,
     * so nothing is left here of an erased notification.
     */
    response: jsonb("response"),
    createdAt: time("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.producer, table.key] }),
    index("idx_idempotency_keys_created_at").on(table.createdAt),
  ],
);
