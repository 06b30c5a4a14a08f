import { describe, expect, it } from "vitest";

import { clientFrame, frameReader } from "@/tests/load/bench/crowd/web-socket-frames";

const LONG = "a".repeat(126);
const VERY_LONG = "b".repeat(70_000);
const STREAM = Buffer.concat([
  serverFrame(0x81, "short"),
  serverFrame(0x89, "ping"),
  serverFrame(0x81, ""),
  serverFrame(0x81, LONG),
  serverFrame(0x88, "bye"),
]);
const SEEN = [
  ["text", "short"],
  ["ping", "ping"],
  ["text", ""],
  ["text", LONG],
  ["close", "bye"],
];

/** As a server sends it: RFC 6455, section 5.2, unmasked. */
function serverFrame(first: number, text: string): Buffer {
  const payload = Buffer.from(text);
  const head = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10);
  head[0] = first;
  if (head.length === 2) head[1] = payload.length;
  else if (head.length === 4) {
    head[1] = 126;
    head.writeUInt16BE(payload.length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  return Buffer.concat([head, payload]);
}

function read(pieces: readonly Buffer[]): string[][] {
  const frames = frameReader();
  return pieces.flatMap((piece) => {
    // As the crowd does it, pieces come in memory that is used again.
    const shared = Buffer.from(piece);
    const seen = frames(shared).map(({ kind, payload }) => [kind, payload] as const);
    shared.fill(0);
    return seen.map(([kind, payload]) => [kind, payload.toString()]);
  });
}

describe("the reader of WebSocket frames", () => {
  it.each(Array.from({ length: STREAM.length }, (_, at) => at))("reads frames when cut at byte %d", (at) => {
    expect(read([STREAM.subarray(0, at), STREAM.subarray(at)])).toEqual(SEEN);
  });

  it("reads frames that come byte by byte", () => {
    expect(read(Array.from(STREAM, (byte) => Buffer.of(byte)))).toEqual(SEEN);
  });

  it("reads a frame of more than 64 kB in pieces", () => {
    const frame = serverFrame(0x81, VERY_LONG);
    expect(read([frame.subarray(0, 5), frame.subarray(5, 40_000), frame.subarray(40_000)])).toEqual([
      ["text", VERY_LONG],
    ]);
  });

  it.each([
    ["masked", clientFrame("text", Buffer.from("x")), "does not mask"],
    ["fragmented", serverFrame(0x01, "x"), "no server here sends"],
    ["compressed", serverFrame(0xc1, "x"), "no server here sends"],
    ["binary", serverFrame(0x82, "x"), "no server here sends"],
  ])("refuses a %s frame, which it could only misread", (_, frame, reason) => {
    expect(() => read([frame])).toThrow(reason);
  });
});

describe("a client's frame", () => {
  it.each(["", "pong", LONG])("is masked and says what it holds: %j", (text) => {
    const frame = clientFrame("pong", Buffer.from(text));
    expect(frame[0]).toBe(0x8a);
    const size = frame[1] === (0x80 | 126) ? frame.readUInt16BE(2) : (frame[1] ?? 0) & 0x7f;
    expect(size).toBe(text.length);
    const mask = frame.subarray(frame.length - size - 4, frame.length - size);
    const payload = frame.subarray(frame.length - size).map((byte, index) => byte ^ (mask[index % 4] ?? 0));
    expect(Buffer.from(payload).toString()).toBe(text);
  });
});
