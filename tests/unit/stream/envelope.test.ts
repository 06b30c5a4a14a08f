import { describe, expect, it } from "vitest";

import type { Message } from "@/lib/notifications/stream/bus/bus";
import { decode, encode } from "@/lib/notifications/stream/bus/envelope";

const CHANNEL = "notifications:{user}:database";
const FRAME = Buffer.from('id: 42\ndata: {"message":"🔔"}\n\n');
const CHANGE: Message = { kind: "change", channel: CHANNEL, position: 42, changedAt: 1_764_331_468_123, frame: FRAME };

describe("a message between processes", () => {
  it.each<[string, Message]>([
    ["a change", CHANGE],
    ["a change at the last position there can be", { ...CHANGE, position: Number.MAX_SAFE_INTEGER }],
    ["a change that has no time", { ...CHANGE, changedAt: null }],
    ["a position without content", { ...CHANGE, frame: null }],
    ["an order to end", { kind: "end", channel: CHANNEL }],
  ])("arrives as it was sent if it is %s", (_, message) => {
    expect(decode(CHANNEL, encode(message))).toEqual(message);
  });

  it("has the bytes that other releases expect", () => {
    const header = "01 01 4045000000000000 4279aca59b55b000".replaceAll(" ", "");
    expect(encode(CHANGE)).toEqual(Buffer.concat([Buffer.from(header, "hex"), FRAME]));
    expect(encode({ kind: "end", channel: CHANNEL })).toEqual(Buffer.from(`0102${"00".repeat(16)}`, "hex"));
  });

  it.each([
    ["another version", Buffer.concat([Buffer.of(2), encode(CHANGE).subarray(1)])],
    ["another kind", Buffer.concat([Buffer.of(1, 3), encode(CHANGE).subarray(2)])],
    ["no header", Buffer.of(1, 1, 0)],
    ["nothing", Buffer.alloc(0)],
    ["an event alone, as the first release sent it", FRAME],
    ["a mark of the first release", Buffer.from(": 42\n\n")],
  ])("is ignored, position and all, if it is %s", (_, bytes) => {
    expect(decode(CHANNEL, bytes)).toBeNull();
  });
});
