/** One event of a stream, as bytes, encoded once however many streams it goes to. */
export type Frame = Uint8Array;

/**
 * An event in the `text/event-stream` format (WHATWG HTML, section 9.2.6). `data` is JSON, so one line. Without `event` a
 * browser's `onmessage` receives it.
 */
export function eventFrame(fields: { id?: number; event?: string; data: string }): Frame {
  const id = fields.id === undefined ? "" : `id: ${fields.id}\n`;
  const event = fields.event === undefined ? "" : `event: ${fields.event}\n`;
  return Buffer.from(`${id}${event}data: ${withoutOtherLineEnds(fields.data)}\n\n`);
}

/**
 * The same JSON without what ends a line in Unicode and not in an event stream. Clients that split the stream into lines
 * with their language's own means, such as Python's `splitlines`, would break an event there.
 */
function withoutOtherLineEnds(json: string): string {
  return json.replaceAll(/[\u0085\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** How long a client waits before it reconnects. */
export function retryFrame(milliseconds: number): Frame {
  return Buffer.from(`retry: ${milliseconds}\n\n`);
}

/**
 * Says that there is something at a position, and nothing of what it is. A comment, so that neither a client nor a process
 * that knows no marks would take it for the change itself.
 */
export function positionMark(position: number): Frame {
  return Buffer.from(`: ${position}\n\n`);
}

/** Whether a frame is a mark: what happened there is then to be read elsewhere. */
export function isPositionMark(frame: Frame): boolean {
  return frame[0] === COLON;
}

/** Told to every process: the user's streams are to end. A comment without a position, which a process that does not know it ignores. */
export const END_MARK: Frame = Buffer.from(": end\n\n");

export function isEndMark(frame: Frame): boolean {
  return END_MARK.length === frame.length && END_MARK.every((byte, index) => frame[index] === byte);
}

const ID_PREFIX = Buffer.from("id: ");
const MARK_PREFIX = Buffer.from(": ");
const NEWLINE = 10;
const ZERO = 48;
const COLON = 58;

/** The position an event frame or a mark carries, read without decoding the rest; null when it has none. */
export function framePosition(frame: Frame): number | null {
  const prefix = isPositionMark(frame) ? MARK_PREFIX : ID_PREFIX;
  for (const [index, byte] of prefix.entries()) if (frame[index] !== byte) return null;
  let position = 0;
  for (let index = prefix.length; index < frame.length; index++) {
    const byte = frame[index] as number;
    if (byte === NEWLINE) return index > prefix.length ? position : null;
    if (byte < ZERO || byte > ZERO + 9) return null;
    position = position * 10 + (byte - ZERO);
  }
  return null;
}
