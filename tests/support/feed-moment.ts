/** A notification as the model keeps it. */
export interface ModelRow {
  id: string;
  /** Position of its NOTIFICATION. */
  seq: number;
  /** Position of its READ, null while it is unread. */
  readSeq: number | null;
}

/** What a feed is at one moment, in the simplest terms: what the real parts are held against. Never changed in place. */
export interface FeedMoment {
  /** How often the user was deleted and made anew. */
  generation: number;
  head: number;
  floor: number;
  /** Oldest first. */
  rows: readonly ModelRow[];
}

/** What happened at one position. */
export type ModelChange =
  | { kind: "notification"; position: number; id: string }
  | { kind: "read"; position: number; ids: readonly string[] };

export const EMPTY_FEED: FeedMoment = { generation: 0, head: 0, floor: 0, rows: [] };

export function appended(feed: FeedMoment, id: string): FeedMoment {
  const head = feed.head + 1;
  return { ...feed, head, rows: [...feed.rows, { id, seq: head, readSeq: null }] };
}

/** Marks read what is wanted and unread, `chunk` to a position. */
export function acknowledged(feed: FeedMoment, wanted: (row: ModelRow) => boolean, chunk: number): FeedMoment {
  let total = 0;
  const rows = feed.rows.map((row) =>
    row.readSeq === null && wanted(row) ? { ...row, readSeq: feed.head + 1 + Math.floor(total++ / chunk) } : row,
  );
  return { ...feed, head: feed.head + Math.ceil(total / chunk), rows };
}

/** Takes one position, at which everything is gone. */
export function erased(feed: FeedMoment): FeedMoment {
  return { ...feed, head: feed.head + 1, floor: feed.head + 1, rows: [] };
}

/** Removes those that were read up to `floor`, but for some that the next batch would take. */
export function purged(feed: FeedMoment, floor: number, left: (row: ModelRow) => boolean): FeedMoment {
  const rows = feed.rows.filter((row) => row.readSeq === null || row.readSeq > floor || left(row));
  return { ...feed, floor: Math.max(feed.floor, floor), rows };
}

/** Removes what was read at certain positions without a word of it: somebody's own SQL. */
export function robbed(feed: FeedMoment, taken: (readSeq: number) => boolean): FeedMoment {
  return { ...feed, rows: feed.rows.filter(({ readSeq }) => readSeq === null || !taken(readSeq)) };
}

export function madeAnew(feed: FeedMoment): FeedMoment {
  return { ...EMPTY_FEED, generation: feed.generation + 1 };
}

/** Newest first. */
export function unreadRows(feed: FeedMoment): ModelRow[] {
  return feed.rows.filter((row) => row.readSeq === null).toReversed();
}

/** The changes that can still be told, at positions after `after` and up to `through`, oldest first. */
export function changesBetween(feed: FeedMoment, after: number, through: number): ModelChange[] {
  const within = (position: number): boolean => position > after && position <= through;
  const reads = new Map<number, string[]>();
  for (const { id, readSeq } of feed.rows)
    if (readSeq !== null && within(readSeq)) reads.set(readSeq, [...(reads.get(readSeq) ?? []), id]);
  return [
    ...feed.rows
      .filter((row) => within(row.seq))
      .map((row): ModelChange => ({ kind: "notification", position: row.seq, id: row.id })),
    ...Array.from(reads, ([position, ids]): ModelChange => ({ kind: "read", position, ids })),
  ].toSorted((one, other) => one.position - other.position);
}
