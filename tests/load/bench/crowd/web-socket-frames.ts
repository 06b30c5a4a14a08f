import { randomBytes } from "node:crypto";

const OPCODES = { text: 0x1, close: 0x8, ping: 0x9, pong: 0xa } as const;
type Kind = keyof typeof OPCODES;

const FINAL = 0x80;
const MASKED = 0x80;

export interface Frame {
  kind: Kind;
  payload: Buffer;
}

/**
 * Reads the frames of a WebSocket server (RFC 6455, section 5.2), which come in pieces, cut anywhere: each call returns those that
 * its piece completes. Throws on what no server here sends: masked, fragmented, compressed or binary frames.
 */
export function frameReader(): (piece: Buffer) => Frame[] {
  let rest = Buffer.alloc(0);
  return (piece) => {
    let bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const frames: Frame[] = [];
    for (;;) {
      const size = frameSize(bytes);
      if (size === undefined || bytes.length < size.total) break;
      frames.push({ kind: kindOf(bytes), payload: Buffer.from(bytes.subarray(size.head, size.total)) });
      bytes = bytes.subarray(size.total);
    }
    // Copied: the crowd reads every piece into the same memory.
    rest = Buffer.from(bytes);
    return frames;
  };
}

/** Bytes of the frame that begins here, and of its head; undefined until they can be told. */
function frameSize(bytes: Buffer): { head: number; total: number } | undefined {
  if (bytes.length < 2) return undefined;
  const length = bytes.readUInt8(1);
  if ((length & MASKED) !== 0) throw new Error("a server does not mask its frames");
  if (length < 126) return { head: 2, total: 2 + length };
  if (length === 126) return bytes.length < 4 ? undefined : { head: 4, total: 4 + bytes.readUInt16BE(2) };
  return bytes.length < 10 ? undefined : { head: 10, total: 10 + Number(bytes.readBigUInt64BE(2)) };
}

function kindOf(bytes: Buffer): Kind {
  const first = bytes.readUInt8(0);
  for (const [kind, opcode] of Object.entries(OPCODES)) if (first === (FINAL | opcode)) return kind as Kind;
  throw new Error(`a frame that no server here sends: ${first.toString(16)}`);
}

/** A frame as a client sends it: masked. The payload is shorter than 64 kB. */
export function clientFrame(kind: Kind, payload: Buffer): Buffer {
  const head =
    payload.length < 126
      ? Buffer.of(FINAL | OPCODES[kind], MASKED | payload.length)
      : Buffer.of(FINAL | OPCODES[kind], MASKED | 126, payload.length >> 8, payload.length & 0xff);
  const mask = randomBytes(4);
  const masked = payload.map((byte, index) => byte ^ mask.readUInt8(index % 4));
  return Buffer.concat([head, mask, masked]);
}
