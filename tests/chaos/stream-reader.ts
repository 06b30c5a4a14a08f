import { request, type IncomingMessage } from "node:http";

import { eventParser, type StreamFrame } from "@/tests/support/app/stream-client";

/** How a connection came to its end. */
export interface Ending {
  /** "ended" when the server closed it properly; else a status, an error code, "silence" or "closed" (by this side). */
  why: string;
  /** What the server asked for in Retry-After. */
  retryAfterMs: number;
}

interface StreamReaderOptions {
  url: string;
  headers: Record<string, string>;
  /** No byte for this long, and the connection is given up. */
  silenceMs: number;
  onFrame(frame: StreamFrame): void;
}

/** One connection to `text/event-stream` on a socket of its own. */
export class StreamReader {
  /** Settles when the connection is over, whoever ended it. Never rejects. */
  readonly ended: Promise<Ending>;
  #response: IncomingMessage | undefined;
  #paused = false;
  #settle: (why: string, retryAfterMs?: number) => void = () => {};

  constructor({ url, headers, silenceMs, onFrame }: StreamReaderOptions) {
    const connection = request(url, { headers, agent: false });
    this.ended = new Promise((resolve) => {
      const watchdog = setTimeout(() => {
        if (this.#paused) watchdog.refresh();
        else this.#settle("silence");
      }, silenceMs);
      this.#settle = (why, retryAfterMs = 0) => {
        clearTimeout(watchdog);
        connection.destroy();
        resolve({ why, retryAfterMs });
      };
      connection.on("error", (error: NodeJS.ErrnoException) => this.#settle(error.code ?? error.message));
      connection.on("response", (response) => {
        this.#response = response;
        response.on("error", (error: NodeJS.ErrnoException) => this.#settle(error.code ?? error.message));
        const retryAfterMs = (Number(response.headers["retry-after"]) || 0) * 1000;
        if (response.statusCode !== 200) {
          this.#settle(String(response.statusCode), retryAfterMs);
          return;
        }
        const parse = eventParser();
        response.setEncoding("utf8").on("data", (chunk: string) => {
          watchdog.refresh();
          for (const frame of parse(chunk)) if (frame.data !== "") onFrame(frame);
        });
        response.on("end", () => this.#settle("ended"));
      });
      connection.end();
    });
  }

  /** Takes no more bytes from the socket, as a stalled program does. */
  pause(): void {
    this.#paused = true;
    this.#response?.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#response?.resume();
  }

  close(): void {
    this.#settle("closed");
  }
}
