import { describe, expect, it } from "vitest";

import {
  countAfter,
  newTo,
  type StreamMessage,
  syncMessage,
} from "@/lib/notifications/client/connection/stream-message";

const read = (position: number): StreamMessage => ({
  id: String(position),
  event: { type: "READ", payload: { ids: [], read_at: "2026-11-24T10:00:00.000Z" } },
});
const ids = (messages: readonly StreamMessage[]): string[] => messages.map(({ id }) => id);

describe("the messages that are new", () => {
  it("are all of them without a position, else those after it", () => {
    const burst = [read(8), read(9), read(10)];
    expect(ids(newTo(null, burst))).toEqual(["8", "9", "10"]);
    expect(ids(newTo("9", burst))).toEqual(["10"]);
    expect(ids(newTo("10", burst))).toEqual([]);
  });

  it("include each only once", () => {
    expect(ids(newTo("8", [read(9), read(9), read(10)]))).toEqual(["9", "10"]);
  });

  it("include a sync at the same position, which says that everything is here, but no earlier one", () => {
    expect(ids(newTo("9", [syncMessage("8", 0), syncMessage("9", 1)]))).toEqual(["9"]);
  });

  it("include everything after a sync that starts a feed anew", () => {
    expect(ids(newTo("9", [syncMessage("1", 0, false), read(2)]))).toEqual(["1", "2"]);
  });
});

describe("the unread count", () => {
  it("is unknown until a sync says it", () => {
    expect(countAfter(null, read(1).event)).toBeNull();
    expect(countAfter(null, syncMessage("1", 3).event)).toBe(3);
  });
});
