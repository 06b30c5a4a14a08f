import { POSITION_HEADER, UNREAD_HEADER } from "@/lib/protocol";

import { type Answered, ask } from "./ask";

interface FeedHead extends Answered {
  /** Null when it was not our server that answered. */
  position: string | null;
  unread: number;
  etag: string | null;
}

/**
 * Asks the list at this address how far the feed has come. By HEAD, which no cache and no service worker answers from what it
 * kept.
 */
export async function askFeedHead(list: string, etag: string | null, timeoutMs: number): Promise<FeedHead> {
  const answered = await ask(list, timeoutMs, etag ? { "If-None-Match": etag } : {});
  const header = (name: string): string | null => (answered.answer === "ours" ? answered.headers.get(name) : null);
  return {
    ...answered,
    position: header(POSITION_HEADER),
    unread: Number(header(UNREAD_HEADER)),
    etag: header("ETag"),
  };
}
