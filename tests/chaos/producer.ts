import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";

import { AppendResponse } from "@/lib/notifications/contract";
import { PRODUCER_KEY } from "@/tests/support/app/settings";

import type { Random } from "./random";
import { untilAnswered } from "./requests";

const PATH = "/api/internal/notifications";

/** Sends notifications, each with a key of its own, and repeats a request with the same key until it is answered. */
export class Producer {
  /** Ids of the notifications that were answered with 201. */
  readonly accepted: string[] = [];
  /** Why attempts failed, and how often. */
  readonly failures = new Map<string, number>();
  /** Requests that were refused, or never answered. */
  readonly problems: string[] = [];
  readonly #pending = new Set<Promise<void>>();
  readonly #life = new AbortController();

  constructor(
    private readonly entrances: readonly string[],
    private readonly random: Random,
  ) {
    setMaxListeners(0, this.#life.signal);
  }

  /** Requests that have no answer yet. */
  get pending(): number {
    return this.#pending.size;
  }

  /** Resolves when it is accepted, or is one of the problems. The first attempt goes to `entrance`. */
  send(userIds: readonly string[], message: string, entrance = this.random.pick(this.entrances)): Promise<void> {
    const sent = this.#send(userIds, message, entrance)
      .catch((error: unknown) => void this.problems.push(String(error)))
      .finally(() => this.#pending.delete(sent));
    this.#pending.add(sent);
    return sent;
  }

  /** Gives up what has no answer. */
  stop(): void {
    this.#life.abort();
  }

  async #send(userIds: readonly string[], message: string, first: string): Promise<void> {
    const [only] = userIds;
    const recipients = userIds.length === 1 ? { user_id: only } : { user_ids: userIds };
    const init = {
      method: "POST",
      headers: {
        Authorization: `Bearer ${PRODUCER_KEY}`,
        "Content-Type": "application/json",
        "Idempotency-Key": randomUUID(),
      },
      body: JSON.stringify({ ...recipients, type: "chaos.test", message }),
    };
    let entrance = first;
    const answer = await untilAnswered(
      () => entrance + PATH,
      init,
      this.#life.signal,
      (why) => {
        this.failures.set(why, (this.failures.get(why) ?? 0) + 1);
        entrance = this.random.pick(this.entrances);
      },
    );
    if (!answer) return;
    if (answer.status !== 201) throw new Error(`not accepted: ${answer.status} ${answer.text}`);
    const { notifications } = AppendResponse.parse(JSON.parse(answer.text));
    for (const { id } of notifications) this.accepted.push(id);
  }
}
