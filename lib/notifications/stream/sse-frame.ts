/** One event of a stream, as bytes, encoded once however many streams it goes to. */
export type Frame = Uint8Array;

/**
 * An event in the `text/event-stream` format (WHATWG HTML, section 9.2.6). `data` is JSON, so one line. A browser's `onmessage`
 * receives it if it has no `event`.
 */
export function eventFrame(fields: { id?: number; event?: string; data: string }): Frame {
  const id = fields.id === undefined ? "" : `id: ${fields.id}\n`;
  const event = fields.event === undefined ? "" : `event: ${fields.event}\n`;
  return Buffer.from(`${id}${event}data: ${withoutOtherLineEnds(fields.data)}\n\n`);
}

/**
 * The same JSON without characters that end a line in Unicode but not in an event stream. Clients that split lines with
 * their language's own function, such as Python's `splitlines`, would break an event there.
 */
function withoutOtherLineEnds(json: string): string {
  return json.replaceAll(/[\u0085\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** How long a client waits before it reconnects. */
export function retryFrame(milliseconds: number): Frame {
  return Buffer.from(`retry: ${milliseconds}\n\n`);
}
