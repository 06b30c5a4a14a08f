import { describe, expect, it } from "vitest";

import { eventFrame, framePosition, isPositionMark, positionMark, retryFrame } from "@/lib/stream/sse-frame";

const text = (frame: Uint8Array): string => new TextDecoder().decode(frame);

describe("SSE frames", () => {
  it("writes a default event with its position", () => {
    expect(text(eventFrame({ id: 42, data: '{"a":1}' }))).toBe('id: 42\ndata: {"a":1}\n\n');
  });

  it("writes a named event", () => {
    expect(text(eventFrame({ id: 43, event: "read", data: "{}" }))).toBe("id: 43\nevent: read\ndata: {}\n\n");
  });

  it("writes an event without a position, which leaves the client's own as it is", () => {
    expect(text(eventFrame({ event: "ping", data: "{}" }))).toBe("event: ping\ndata: {}\n\n");
  });

  it("writes the reconnection time", () => {
    expect(text(retryFrame(2000))).toBe("retry: 2000\n\n");
  });

  it.each([0, 7, 42, 9_007_199_254_740_991])("reads position %d back from a frame", (position) => {
    expect(framePosition(eventFrame({ id: position, data: "{}" }))).toBe(position);
  });

  it("writes a mark, which to a client is a comment, and reads its position back", () => {
    const mark = positionMark(42);
    expect([text(mark), framePosition(mark), isPositionMark(mark)]).toEqual([": 42\n\n", 42, true]);
    expect(isPositionMark(eventFrame({ id: 42, data: "{}" }))).toBe(false);
  });

  it.each([
    "",
    ": ",
    ": \n",
    ":42\n",
    ": 4x\n",
    "id: ",
    "id: \n",
    "id: x\n",
    "id: 4x\n",
    "id: 42",
    "event: ping\n",
    "data: id: 42\n",
  ])("finds no position in %j", (bytes) => {
    expect(framePosition(new TextEncoder().encode(bytes))).toBeNull();
  });
});
