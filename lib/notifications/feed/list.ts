import type { Database } from "../../../db/connection/client";
import { list as listFeed } from "../../../db/feed/list";
import { moved } from "../../../db/feed/replay";
import type { ListedNotification, ListQuery } from "../contract";
import { ProblemError } from "../problem";
import { toPayload } from "./frames";
import type { Replica } from "./replica";

interface ListContext {
  sql: Database;
  /** Read first, if there is one. */
  replica: Replica | undefined;
}

/** One page of a user's notifications, and the state of the feed at exactly that moment. */
export interface Snapshot {
  notifications: ListedNotification[];
  unread: number;
  position: number;
  /** Where the next older page starts; null when there is none. */
  next: string | null;
}

/** Newest first. Throws `invalid-request` for a `before` that was not made here. */
export async function list(
  context: ListContext,
  userId: string,
  { status, limit, before }: ListQuery,
): Promise<Snapshot> {
  const { rows, head, unread } = await listUpToDate(context, userId, {
    status,
    limit: limit + 1,
    before: before === undefined ? undefined : decodeBefore(before),
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    notifications: page.map((row) => ({
      ...toPayload(row),
      ...(status === "all" && { read_at: row.readAt?.toISOString() ?? null }),
    })),
    unread,
    position: head,
    next: last && rows.length > limit ? encodeBefore(last.position) : null,
  };
}

/** From the replica if its copy of the feed is up to date: an older list would take back what the user has seen. */
async function listUpToDate(
  { sql, replica }: ListContext,
  userId: string,
  query: Parameters<typeof listFeed>[2],
): ReturnType<typeof listFeed> {
  const copy = await replica?.ask((replicaSql) => listFeed(replicaSql, userId, query));
  if (copy && (await moved(sql, [{ userId, position: copy.head }])).length === 0) return copy;
  return listFeed(sql, userId, query);
}

function encodeBefore(position: number): string {
  return Buffer.from(`seq:${position}`).toString("base64url");
}

function decodeBefore(before: string): number {
  const [, position] = /^seq:([1-9]\d{0,15})$/.exec(Buffer.from(before, "base64url").toString()) ?? [];
  // Compared with its own encoding, since Buffer skips what is not base64url.
  if (position !== undefined && Number.isSafeInteger(Number(position)) && encodeBefore(Number(position)) === before)
    return Number(position);
  throw new ProblemError("invalid-request", {
    detail: "The query does not have the expected form.",
    errors: [{ path: "before", message: 'must be taken from the Link header of an earlier page, rel="next"' }],
  });
}
