/** One event of a stream, as bytes, encoded once however many streams it goes to. */
export type Frame = Uint8Array;

/**
 * An event in the `text/event-stream` format (WHATWG HTML, section 9.2.6). `data` must be one line; JSON is.
 * Without `event` a browser's `onmessage` receives it.
 */
export function eventFrame(fields: { id?: number; event?: string; data: string }): Frame {
  const id = fields.id === undefined ? "" : `id: ${fields.id}\n`;
  const event = fields.event === undefined ? "" : `event: ${fields.event}\n`;
  return Buffer.from(`${id}${event}data: ${fields.data}\n\n`);
}

/** How long a client waits before it reconnects. */
export function retryFrame(milliseconds: number): Frame {
  return Buffer.from(`retry: ${milliseconds}\n\n`);
}

const ID_PREFIX = Buffer.from("id: ");
const NEWLINE = 10;
const ZERO = 48;

/** The position an event frame carries, read without decoding the rest; null when it has none. */
export function framePosition(frame: Frame): number | null {
  for (const [index, byte] of ID_PREFIX.entries()) if (frame[index] !== byte) return null;
  let position = 0;
  for (let index = ID_PREFIX.length; index < frame.length; index++) {
    const byte = frame[index] as number;
    if (byte === NEWLINE) return index > ID_PREFIX.length ? position : null;
    if (byte < ZERO || byte > ZERO + 9) return null;
    position = position * 10 + (byte - ZERO);
  }
  return null;
}
