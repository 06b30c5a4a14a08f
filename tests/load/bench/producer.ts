import { once } from "node:events";
import { Agent, request, type IncomingMessage } from "node:http";

import { AppendResponse } from "@/lib/notifications/contract";
import { PRODUCER_KEY } from "@/tests/support/app/settings";

import { now } from "./crowd/clock";

/** A request that was answered with 201. */
export interface Accepted {
  /** Just before it was sent, on the clock of `now()`. */
  at: number;
  /** When the whole answer was there. */
  answeredAt: number;
  /** The answer. Reading it is left for after the measurement. */
  body: Buffer;
}

/** Shorter than any server keeps an idle connection: one that it closes just then would take the request with it. */
const KEEP_ALIVE_MS = 2_000;

/** A backend service that keeps its connections. */
export class Producer {
  readonly #agent: Agent;

  /** `connections` is how many requests can be under way. */
  constructor(
    private readonly url: string,
    connections: number,
  ) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections, timeout: KEEP_ALIVE_MS });
  }

  /** Notifies these users in one request; rejects when it is not accepted. */
  async post(userIds: readonly string[]): Promise<Accepted> {
    const [userId] = userIds;
    const recipients = userIds.length === 1 ? { user_id: userId } : { user_ids: userIds };
    const body = JSON.stringify({ ...recipients, type: "load.test", message: "A message of an ordinary length." });
    const headers = {
      Authorization: `Bearer ${PRODUCER_KEY}`,
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(body),
    };
    const at = now();
    const sent = request(`${this.url}/api/internal/notifications`, { method: "POST", agent: this.#agent, headers });
    sent.end(body);
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    const pieces: Buffer[] = [];
    for await (const piece of response) pieces.push(piece as Buffer);
    const answer = Buffer.concat(pieces);
    if (response.statusCode !== 201) throw new Error(`not accepted: ${response.statusCode} ${answer.toString()}`);
    return { at, answeredAt: now(), body: answer };
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Each notification of an accepted request, by id. */
export function notificationsIn({ body }: Accepted): { id: string; userId: string }[] {
  const { notifications } = AppendResponse.parse(JSON.parse(body.toString()));
  return notifications.map(({ id, user_id: userId }) => ({ id, userId }));
}
