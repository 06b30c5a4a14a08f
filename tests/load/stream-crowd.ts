import { request, type ClientRequest } from "node:http";

import { eventParser } from "@/tests/support/stream-client";

/** A notification as it came in. */
interface Arrival {
  id: string;
  position: number;
  /** `performance.now()` of this process. */
  at: number;
}

/** One open stream of one user, with everything that arrived on it. */
export interface CrowdMember {
  userId: string;
  arrivals: Arrival[];
}

const NOTIFICATION = /^\{"type":"NOTIFICATION","payload":\{"id":"([^"]+)"/;

/** Thousands of streams on plain sockets, cheap enough to measure the server and not the client. */
export class StreamCrowd {
  readonly members: CrowdMember[] = [];
  readonly #requests: ClientRequest[] = [];
  #onArrival = (): void => {};

  constructor(private readonly url: string) {}

  /** Opens a stream with this session token; resolves at its first `sync`. */
  open(userId: string, token: string): Promise<void> {
    const member: CrowdMember = { userId, arrivals: [] };
    this.members.push(member);
    return new Promise((resolve, reject) => {
      const headers = { Authorization: `Bearer ${token}` };
      const stream = request(`${this.url}/api/notifications/stream`, { headers, agent: false }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`a stream was refused: ${response.statusCode}`));
        const parse = eventParser();
        response.setEncoding("utf8").on("data", (chunk: string) => {
          for (const { id: position, event, data } of parse(chunk)) {
            const id = NOTIFICATION.exec(data)?.[1];
            if (id !== undefined) {
              member.arrivals.push({ id, position: Number(position), at: performance.now() });
              this.#onArrival();
            } else if (event === "sync") resolve();
          }
        });
      });
      stream.on("error", reject).end();
      this.#requests.push(stream);
    });
  }

  get arrivalCount(): number {
    return this.members.reduce((sum, { arrivals }) => sum + arrivals.length, 0);
  }

  /** Resolves when `count` more notifications have arrived, or after `timeoutMs`. */
  arrivals(count: number, timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#onArrival = () => {
        if (--count > 0) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }

  close(): void {
    for (const stream of this.#requests) stream.on("error", () => {}).destroy();
  }
}
