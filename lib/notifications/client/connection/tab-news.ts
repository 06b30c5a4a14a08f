import type { LiveState, StreamMessage } from "./live-connection";

/** How far a tab has come in its user's feed, and how many were unread there. Null until somebody has said so. */
export interface Known {
  position: string | null;
  unread: number | null;
}

/** What one tab tells the others. Its shape is part of the channel's name: tabs of another version have another channel. */
export interface News extends Known {
  /** Of the leader that the teller follows, or is. A later leader has a higher one. */
  term: number;
  isLeader: boolean;
  state: LiveState;
  /** What came in one burst, up to `position`. Empty when it only says how things are. */
  messages: readonly StreamMessage[];
}

/** What of a burst is new to somebody who has come as far as `position`, so that nobody is told anything twice. */
export function newTo(position: string | null, messages: readonly StreamMessage[]): StreamMessage[] {
  let reached = Number(position ?? -1);
  return messages.filter(({ id, event }) => {
    const at = Number(id);
    // A feed that was made anew starts from the beginning.
    const isNew = event.type === "SYNC" ? at >= reached || !event.payload.complete : at > reached;
    if (isNew) reached = at;
    return isNew;
  });
}

/** What news mean for a tab that knows this much. Where it has missed something, the last message is a SYNC, which says so. */
export function messagesOf(news: News, { position }: Known): StreamMessage[] {
  // Those who follow may be behind: their word counts where there is no other.
  if (!news.isLeader && position !== null) return [];
  const messages = newTo(position, news.messages);
  const reached = messages.at(-1)?.id ?? position;
  if (news.position !== null && news.unread !== null && Number(news.position) > Number(reached ?? -1))
    messages.push(syncMessage(news.position, news.unread));
  return messages;
}

/** A SYNC as the stream sends it, of a position that was heard of in another way. */
export function syncMessage(position: string, unread: number, complete = true): StreamMessage {
  const payload = { position, replayed: 0, complete, unread };
  // A message is as it came, and positions come as text.
  return { id: position, event: { type: "SYNC", payload } as unknown as StreamMessage["event"] };
}
