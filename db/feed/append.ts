import type { Database } from "../connection/client";
import type { Queryable } from "../connection/statement";
import type { idempotencyKeys, notifications } from "../schema";

type Columns = typeof notifications.$inferSelect;
type Content = Pick<Columns, "type" | "message" | "link">;
/** A user, and the id for this user's notification. */
export type Recipient = Pick<Columns, "userId" | "id">;
export type Notified = Recipient & Pick<Columns, "createdAt">;
type Added = Notified & Pick<Columns, "position">;

/** Makes a request safe to repeat: `requestHash` tells the same request from another one with the same key. */
export type Claim = Pick<typeof idempotencyKeys.$inferSelect, "producer" | "key" | "requestHash"> & {
  /** Kept for the answer to a repeated request. The ids of its notifications follow from it and their recipients. */
  requestId: string;
};

export type AppendOutcome =
  /** In the order of the recipients. */
  | { kind: "added"; added: Added[] }
  /** By the request with this id. */
  | { kind: "added-before"; requestId: string }
  | { kind: "unknown-users"; userIds: string[] }
  | { kind: "key-reused" };

/** Gives each recipient the notification, all or none. Does nothing if the claim was made before. Recipients must be distinct. */
export function append(
  sql: Database,
  content: Content,
  recipients: readonly Recipient[],
  claim: Claim | undefined,
): Promise<AppendOutcome> {
  if (claim === undefined) return insert(sql, content, recipients);
  return sql.begin((transaction) => insertOnce(transaction, content, recipients, claim));
}

async function insertOnce(
  sql: Queryable,
  content: Content,
  recipients: readonly Recipient[],
  claim: Claim,
): Promise<AppendOutcome> {
  // A concurrent request with the same key waits here until the first one has committed or rolled back.
  const [claimed] = await sql`
    insert into public.idempotency_keys (producer, key, request_hash, response)
    values (${claim.producer}, ${claim.key}, ${claim.requestHash}, ${sql.json(claim.requestId)})
    on conflict do nothing returning 1`;
  // If there is nothing to recall, the key was purged between the two statements and is free.
  if (!claimed) return (await recall(sql, claim)) ?? insertOnce(sql, content, recipients, claim);

  const outcome = await insert(sql, content, recipients);
  // Nothing was done: free the key for a corrected retry.
  if (outcome.kind !== "added")
    await sql`delete from public.idempotency_keys where producer = ${claim.producer} and key = ${claim.key}`;
  return outcome;
}

async function insert(sql: Queryable, content: Content, recipients: readonly Recipient[]): Promise<AppendOutcome> {
  // Locks feeds in user_id order, so that two batches cannot deadlock. Reads clock_timestamp() under that lock, so that
  // times follow positions.
  const rows = await sql<{ id: string; user_id: string; position: number | null; created_at: number | null }[]>`
    with recipient as (
      select * from unnest(${recipients.map((r) => r.userId)}::uuid[], ${recipients.map((r) => r.id)}::uuid[])
        as recipient(user_id, id)
    ), stranger as (
      select * from recipient where not exists (select from public.users where users.id = recipient.user_id)
    ), feed as (
      insert into public.notification_feeds as feed (user_id, head_seq, unread_count)
      select user_id, 1, 1 from recipient where not exists (select from stranger) order by user_id
      on conflict (user_id) do update set head_seq = feed.head_seq + 1, unread_count = feed.unread_count + 1
      returning user_id, head_seq
    ), added as (
      insert into public.notifications (id, user_id, type, message, link, created_at, seq)
      select id, user_id, ${content.type}, ${content.message}, ${content.link},
        date_trunc('milliseconds', clock_timestamp()), head_seq
      from feed join recipient using (user_id)
      returning id, user_id, seq, created_at
    )
    select id, user_id, seq as position, (date_part('epoch', created_at) * 1000)::bigint as created_at from added
    union all select id, user_id, null, null from stranger`;
  const addedTo = new Map<string, Added>();
  const strangers: string[] = [];
  for (const { id, user_id: userId, position, created_at: createdAt } of rows) {
    if (position === null || createdAt === null) strangers.push(userId);
    else addedTo.set(userId, { id, userId, position, createdAt: new Date(createdAt) });
  }
  if (strangers.length > 0) return { kind: "unknown-users", userIds: strangers };
  return { kind: "added", added: recipients.flatMap(({ userId }) => addedTo.get(userId) ?? []) };
}

/** The earlier outcome of a claim, or null. */
export async function recall(sql: Queryable, claim: Claim): Promise<AppendOutcome | null> {
  const [earlier] = await sql<{ same: boolean; request_id: string }[]>`
    select request_hash = ${claim.requestHash} as same, response as request_id from public.idempotency_keys
    where producer = ${claim.producer} and key = ${claim.key}`;
  if (!earlier) return null;
  if (!earlier.same) return { kind: "key-reused" };
  return { kind: "added-before", requestId: earlier.request_id };
}

/** Those of these notifications that still exist, in this order. */
export async function notified(sql: Database, recipients: readonly Recipient[]): Promise<Notified[]> {
  const rows = await sql<(Recipient & { created_at: number })[]>`
    select user_id as "userId", id, (date_part('epoch', created_at) * 1000)::bigint as created_at
    from unnest(${recipients.map((r) => r.userId)}::uuid[], ${recipients.map((r) => r.id)}::uuid[])
      with ordinality as recipient(user_id, id, ordinal)
    join public.notifications using (user_id, id) order by ordinal`;
  return rows.map(({ userId, id, created_at: createdAt }) => ({ userId, id, createdAt: new Date(createdAt) }));
}
