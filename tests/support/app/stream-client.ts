/** One event as a client of `text/event-stream` sees it (WHATWG HTML, section 9.2.6): `id` is the last one seen. */
export interface ReceivedEvent extends StreamFrame {
  at: number;
}

/** A stream read byte by byte, so that tests can count every id and look at every frame. */
export class StreamClient {
  readonly events: ReceivedEvent[] = [];
  /** All bytes received, as text. */
  raw = "";
  /** Settles when the stream has ended, by whichever side. */
  readonly ended: Promise<void>;
  readonly #abort: AbortController;
  #waiters: (() => void)[] = [];
  #paused: Promise<void> | null = null;
  #resume = (): void => {};

  private constructor(
    readonly response: Response,
    abort: AbortController,
  ) {
    this.#abort = abort;
    this.ended = response.ok ? this.#read().catch(() => {}) : Promise.resolve();
  }

  /** Opens a stream; its answer may be an error, see `response`. */
  static async open(
    url: string,
    headers: Record<string, string>,
    query = "",
    ask: (url: string, init: RequestInit) => Promise<Response> = fetch,
  ): Promise<StreamClient> {
    const abort = new AbortController();
    const response = await ask(`${url}/api/notifications/stream${query}`, { headers, signal: abort.signal });
    return new StreamClient(response, abort);
  }

  close(): void {
    this.#abort.abort();
  }

  /** Stops taking bytes from the socket, as a stalled client does. */
  pause(): void {
    this.#paused = new Promise((resolve) => (this.#resume = resolve));
  }

  resume(): void {
    this.#paused = null;
    this.#resume();
  }

  /** The events called `name`, in order; "message" is the default event. */
  named(name: string): ReceivedEvent[] {
    return this.events.filter(({ event }) => event === name);
  }

  /** Positions of all changes received, in order. */
  get positions(): number[] {
    return this.events.filter(({ event }) => event === "message" || event === "read").map(({ id }) => Number(id));
  }

  /** Ids of all notifications received, in order. */
  get notificationIds(): string[] {
    return this.named("message").map(({ data }) => (JSON.parse(data) as { payload: { id: string } }).payload.id);
  }

  /** Resolves when `condition` holds; rejects after `timeoutMs`. */
  async until(condition: (client: this) => boolean, timeoutMs = 10_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!condition(this)) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`timed out; received so far: ${this.raw.slice(-2000)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#waiters.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** Resolves when the first `sync` is there. */
  async synced(): Promise<this> {
    await this.until((client) => client.named("sync").length > 0);
    return this;
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    const parse = eventParser();
    let lastId = "";
    for await (const chunk of this.response.body ?? []) {
      if (this.#paused) await this.#paused;
      const text = decoder.decode(chunk, { stream: true });
      this.raw += text;
      for (const frame of parse(text)) {
        lastId = frame.id || lastId;
        if (frame.data !== "") this.events.push({ ...frame, id: lastId, at: Date.now() });
      }
      for (const wake of this.#waiters.splice(0)) wake();
    }
  }
}

/** One block of `text/event-stream` as servers of notifications write it: one line of data. */
export interface StreamFrame {
  /** Empty when the block had none. */
  id: string;
  event: string;
  /** Empty when the block is no event, but a comment or a time to reconnect. */
  data: string;
}

/**
 * Reads a stream that comes in chunks, cut anywhere: each call returns the blocks that its chunk completes. One that is
 * cut off at the end of the stream is forgotten, as the specification of EventSource has it.
 */
export function eventParser(): (chunk: string) => StreamFrame[] {
  let rest = "";
  return (chunk) => {
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop() ?? "";
    return blocks.map(parse);
  };
}

function parse(block: string): StreamFrame {
  const frame = { id: "", event: "message", data: "" };
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon);
    if (name === "id" || name === "event" || name === "data")
      frame[name] = line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
  }
  return frame;
}

/** The positions of a feed that has this head: from one, without a gap. */
export function upTo(head: number): number[] {
  return Array.from({ length: head }, (_, index) => index + 1);
}
