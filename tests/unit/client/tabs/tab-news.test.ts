import { describe, expect, it } from "vitest";

import { newTo, type StreamMessage, syncMessage } from "@/lib/notifications/client/connection/stream-message";
import { messagesOf, type News } from "@/lib/notifications/client/tabs/tab-news";

const read = (position: number): StreamMessage => ({
  id: String(position),
  event: { type: "READ", payload: { ids: [], read_at: "2026-11-24T10:00:00.000Z" } },
});
const ids = (messages: readonly StreamMessage[]): string[] => messages.map(({ id }) => id);
const news = (change: Partial<News>): News => ({
  position: "9",
  unread: 2,
  term: 1,
  isLeader: true,
  state: "live",
  messages: [],
  ...change,
});

describe("what of a burst is new", () => {
  it("is all of it to somebody who knows nothing, and what comes later to somebody who has come so far", () => {
    const burst = [read(8), read(9), read(10)];
    expect(ids(newTo(null, burst))).toEqual(["8", "9", "10"]);
    expect(ids(newTo("9", burst))).toEqual(["10"]);
    expect(ids(newTo("10", burst))).toEqual([]);
  });

  it("is a sync of the same position, since it says that all is here, and none of an earlier one", () => {
    expect(ids(newTo("9", [syncMessage("8", 0), syncMessage("9", 1)]))).toEqual(["9"]);
  });

  it("is everything after a sync that starts a feed anew", () => {
    expect(ids(newTo("9", [syncMessage("1", 0, false), read(2)]))).toEqual(["1", "2"]);
  });
});

describe("what news mean", () => {
  it("is nothing to a tab that has come so far", () => {
    expect(messagesOf(news({}), { position: "9", unread: 2 })).toEqual([]);
    expect(messagesOf(news({}), { position: "10", unread: 3 })).toEqual([]);
  });

  it("is a sync to a tab that has missed something or knows nothing", () => {
    for (const position of ["7", null])
      expect(messagesOf(news({}), { position, unread: null })).toEqual([syncMessage("9", 2)]);
  });

  it("is the burst alone when it leads to where the teller is", () => {
    expect(messagesOf(news({ messages: [read(9)] }), { position: "8", unread: 2 })).toEqual([read(9)]);
  });

  it("is nothing from one that follows, but to a tab that knows nothing", () => {
    expect(messagesOf(news({ isLeader: false }), { position: "7", unread: 0 })).toEqual([]);
    expect(messagesOf(news({ isLeader: false }), { position: null, unread: null })).toHaveLength(1);
  });

  it("is nothing while the leader knows nothing itself", () => {
    expect(messagesOf(news({ position: null, unread: null }), { position: null, unread: null })).toEqual([]);
  });
});
