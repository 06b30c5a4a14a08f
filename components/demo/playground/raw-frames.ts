import { STREAM_PATH } from "@/lib/notifications/protocol";

export interface RawFrame {
  /** The exact text, up to and including the blank line that ends it. */
  text: string;
  /** Milliseconds since 1970. */
  arrivedAt: number;
}

interface ReadOptions {
  lastEventId: string | null;
  signal: AbortSignal;
  onOpen: () => void;
  onFrame: (frame: RawFrame) => void;
}

/** Reads the stream until it ends. Rejects if it cannot be opened, if it breaks, or if `signal` aborts. */
export async function readRawFrames({ lastEventId, signal, onOpen, onFrame }: ReadOptions): Promise<void> {
  const headers = lastEventId === null ? {} : { "Last-Event-ID": lastEventId };
  const answer = await fetch(STREAM_PATH, { headers, signal, cache: "no-store" });
  if (!answer.ok || answer.body === null) throw new Error(`The stream answered ${answer.status}`);
  onOpen();
  let rest = "";
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const frames = (rest + value).split(/(?<=\n\n)/);
    rest = frames.at(-1)?.endsWith("\n\n") ? "" : (frames.pop() ?? "");
    for (const text of frames) onFrame({ text, arrivedAt: Date.now() });
  }
}

/** The value of a field of a frame, or null. */
export function frameField(frame: string, name: "id" | "event" | "data"): string | null {
  return new RegExp(`^${name}: ?(.*)$`, "m").exec(frame)?.[1] ?? null;
}
