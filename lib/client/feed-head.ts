import { POSITION_HEADER, UNREAD_HEADER } from "@/lib/protocol";

export interface FeedHead {
  /** Of the answer; 0 without one. */
  status: number;
  /** Null when it was not our server that answered. */
  position: string | null;
  unread: number;
  etag: string | null;
}

/** Asks the list at this address how far the feed has come: always an answer of its own, never one that a proxy or a browser kept. */
export async function fetchFeedHead(list: string, etag: string | null, timeout: number): Promise<FeedHead> {
  const answer = await fetch(list, {
    cache: "no-store",
    headers: etag ? { "If-None-Match": etag } : {},
    signal: AbortSignal.timeout(timeout),
  }).catch(() => null);
  const header = (name: string): string | null => answer?.headers.get(name) ?? null;
  const position = header(POSITION_HEADER);
  return {
    status: answer?.status ?? 0,
    position,
    unread: Number(header(UNREAD_HEADER)),
    etag: position && header("ETag"),
  };
}
