import { describe, expect, it } from "vitest";

import { countAfter } from "@/lib/notifications/client/connection/stream-message";
import type { StreamEvent } from "@/lib/notifications/contract";

const TIME = "2026-11-22T10:00:00.000Z";
const ID = "0190a1b0-0000-7000-8000-000000000001";
const notification: StreamEvent = {
  type: "NOTIFICATION",
  payload: { id: ID, type: "test", message: "Hello", created_at: TIME },
};
const read = (count: number): StreamEvent => ({
  type: "READ",
  payload: { ids: Array.from({ length: count }, () => ID), read_at: TIME },
});
const sync = (unread: number, complete = true): StreamEvent => ({
  type: "SYNC",
  payload: { position: 7, replayed: 0, complete, unread },
});

describe("the unread count", () => {
  it("is unknown until the server says it", () => {
    expect(countAfter(null, notification)).toBeNull();
    expect(countAfter(null, read(1))).toBeNull();
    expect(countAfter(null, sync(3))).toBe(3);
  });

  it("rises with a notification and falls by what became read", () => {
    expect(countAfter(3, notification)).toBe(4);
    expect(countAfter(3, read(2))).toBe(1);
  });

  it("is what a sync says, be it after an erasure", () => {
    expect(countAfter(3, sync(5))).toBe(5);
    expect(countAfter(3, sync(0, false))).toBe(0);
  });
});
