import type { Message } from "./bus";

/**
 * The bytes of a message between processes, which may run different releases. Numbers of several bytes are big-endian doubles:
 *
 *     0      version, 1
 *     1      kind: 1 a change, 2 the user's streams are to end
 *     2–9    position in the feed
 *     10–17  time of the change, in milliseconds since 1970; 0 for none
 *     18–    the event, as streams send it; empty if the content must be read from the database
 *
 * A process ignores a version that it does not know, position and all: its sweep finds the change within about a second.
 * So a new version may change everything behind the first byte.
 */
const VERSION = 1;
const CHANGE = 1;
const END = 2;
const HEADER_BYTES = 18;

export function encode(message: Message): Buffer {
  const { position, changedAt, frame } =
    message.kind === "change" ? message : { position: 0, changedAt: null, frame: null };
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + (frame?.byteLength ?? 0));
  bytes.writeUInt8(VERSION, 0);
  bytes.writeUInt8(message.kind === "change" ? CHANGE : END, 1);
  bytes.writeDoubleBE(position, 2);
  bytes.writeDoubleBE(changedAt ?? 0, 10);
  if (frame) bytes.set(frame, HEADER_BYTES);
  return bytes;
}

/** Null for what this release does not understand. */
export function decode(channel: string, bytes: Buffer): Message | null {
  if (bytes.length < HEADER_BYTES || bytes.readUInt8(0) !== VERSION) return null;
  switch (bytes.readUInt8(1)) {
    case CHANGE:
      return {
        kind: "change",
        channel,
        position: bytes.readDoubleBE(2),
        changedAt: bytes.readDoubleBE(10) || null,
        frame: bytes.length > HEADER_BYTES ? bytes.subarray(HEADER_BYTES) : null,
      };
    case END:
      return { kind: "end", channel };
    default:
      return null;
  }
}
