import { describe, expect, it } from "vitest";

import { type StreamMessage, syncMessage } from "@/lib/notifications/client/connection/stream-message";
import { messagesOf, type News } from "@/lib/notifications/client/tabs/tab-news";

const read = (position: number): StreamMessage => ({
  id: String(position),
  event: { type: "READ", payload: { ids: [], read_at: "2026-11-24T10:00:00.000Z" } },
});
const news = (change: Partial<News>): News => ({
  position: "9",
  unread: 2,
  term: 1,
  isLeader: true,
  state: "live",
  messages: [],
  ...change,
});

describe("the messages in news", () => {
  it("are none for a tab that knows as much", () => {
    expect(messagesOf(news({}), { position: "9", unread: 2 })).toEqual([]);
    expect(messagesOf(news({}), { position: "10", unread: 3 })).toEqual([]);
  });

  it("are a sync for a tab that has missed something or knows nothing", () => {
    for (const position of ["7", null])
      expect(messagesOf(news({}), { position, unread: null })).toEqual([syncMessage("9", 2)]);
  });

  it("are the burst alone if it leads to where the teller is", () => {
    expect(messagesOf(news({ messages: [read(9)] }), { position: "8", unread: 2 })).toEqual([read(9)]);
  });

  it("are none from a tab that follows, except for a tab that knows nothing", () => {
    expect(messagesOf(news({ isLeader: false }), { position: "7", unread: 0 })).toEqual([]);
    expect(messagesOf(news({ isLeader: false }), { position: null, unread: null })).toHaveLength(1);
  });

  it("are none while the leader knows nothing", () => {
    expect(messagesOf(news({ position: null, unread: null }), { position: null, unread: null })).toEqual([]);
  });
});
