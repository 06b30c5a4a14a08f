import type { Connection } from "../connection/connection";
import { newTo, type StreamMessage, syncMessage } from "../connection/stream-message";

/** How far a tab has come in its user's feed, and how many were unread there. Null until somebody has said so. */
export interface Known {
  position: string | null;
  unread: number | null;
}

/** What one tab tells the others. Tabs of another build may be open: fields keep their names. */
export interface News extends Known {
  /** Of the leader that the teller follows, or is. A later leader has a higher term. */
  term: number;
  isLeader: boolean;
  state: Connection;
  /** One burst, up to `position`. Empty if the news only say how things are. */
  messages: readonly StreamMessage[];
}

/**
 * What a tab asks the others; a leader answers with news. The tab has `joined` the others, asks whether anybody `leads`, or
 * was the leader and has `left`. The rest is for the leader's connection.
 */
export interface Question {
  /** How far the tab that asks has come. */
  position: string | null;
  reason: "joined" | "leads" | "left" | "woke" | "looked" | "doubts" | "reached";
}

/** The messages in news that a tab does not know yet. If it has missed something, a SYNC at the end says so. */
export function messagesOf(news: News, { position }: Known): StreamMessage[] {
  // A tab that follows may be behind, so it only informs a tab that knows nothing.
  if (!news.isLeader && position !== null) return [];
  const messages = newTo(position, news.messages);
  const reached = messages.at(-1)?.id ?? position;
  if (news.position !== null && news.unread !== null && Number(news.position) > Number(reached ?? -1))
    messages.push(syncMessage(news.position, news.unread));
  return messages;
}
