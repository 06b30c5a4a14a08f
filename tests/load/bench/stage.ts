import { setTimeout as delay } from "node:timers/promises";

import type { Contender, ContenderKind } from "./contender";
import { now } from "./crowd/clock";
import type { Crowd } from "./crowd/crowd";
import { Ledger, type Judgement } from "./ledger";
import type { Plan } from "./plan";
import type { Population } from "./population";
import { cpuSeconds } from "./processes";
import { notificationsIn, type Accepted, type Producer } from "./producer";
import type { Outcome } from "./row";
import type { Services } from "./services";

/** One thing that is measured. */
export type Workload = (stage: Stage) => Promise<Outcome>;

/** Seconds. */
export interface Cpu {
  app: number;
  postgres: number;
  redis: number;
}

const ARRIVAL_TIMEOUT_MS = 30_000;
/** After everything has arrived, for what arrives twice. */
const QUIET_MS = 200;
/** Of a core. */
const QUIET_SHARE = 0.1;
const QUIET_WITHIN_MS = 15_000;
/** Most users that one request names. */
const MOST_RECIPIENTS = 10_000;

interface Parts {
  contender: Contender;
  kind: ContenderKind;
  services: Services;
  population: Population;
  crowd: Crowd;
  producer: Producer;
  plan: Plan;
  /** How many streams are opened. */
  streams: number;
}

/** What a workload plays on: a contender that has just been started, a crowd, and what measures them. */
export class Stage {
  readonly #ledger = new Ledger();

  constructor(private readonly parts: Parts) {}

  get plan(): Plan {
    return this.parts.plan;
  }
  get crowd(): Crowd {
    return this.parts.crowd;
  }
  get producer(): Producer {
    return this.parts.producer;
  }
  get pids(): readonly number[] {
    return this.parts.contender.pids;
  }
  get population(): Population {
    return this.parts.population;
  }

  /** Those who have a stream. */
  get users(): readonly string[] {
    return this.parts.population.users.slice(0, this.parts.streams);
  }

  /** Adds a client for each of the first `count` users. */
  async join(count: number): Promise<void> {
    const { contender, kind, population } = this.parts;
    const tokens = population.tokens.slice(0, count);
    await this.crowd.ask("join", { url: contender.url, protocol: kind.protocol, tokens });
  }

  /** Resolves when the contender has done what it was left to do, such as letting thousands of streams go. */
  async quiet(): Promise<void> {
    const deadline = now() + QUIET_WITHIN_MS;
    for (let idle = false; !idle && now() < deadline;) {
      const spent = this.meter();
      await delay(QUIET_MS);
      idle = spent().app <= (QUIET_SHARE * QUIET_MS) / 1000;
    }
  }

  /** What is returned gives the CPU time spent since. */
  meter(): () => Cpu {
    const read = (): Cpu => ({ app: cpuSeconds(this.pids), ...this.parts.services.cpuSeconds() });
    const before = read();
    return () => {
      const after = read();
      return {
        app: after.app - before.app,
        postgres: after.postgres - before.postgres,
        redis: after.redis - before.redis,
      };
    };
  }

  /** One notification to each of `users`, in as few requests as possible. */
  async broadcast(users = this.users): Promise<Accepted[]> {
    const accepted: Accepted[] = [];
    for (let from = 0; from < users.length; from += MOST_RECIPIENTS)
      accepted.push(await this.producer.post(users.slice(from, from + MOST_RECIPIENTS)));
    return accepted;
  }

  /** Resolves when so many have arrived since the last judgement, or when nothing more can be expected. */
  async arrival(count: number): Promise<void> {
    await this.crowd.ask("wait", { count, timeoutMs: ARRIVAL_TIMEOUT_MS });
  }

  /** Holds what has arrived since the last judgement against what was accepted. */
  async judge(accepted: readonly Accepted[]): Promise<Judgement> {
    for (const answer of accepted)
      for (const { id, userId } of notificationsIn(answer)) this.#ledger.accept(id, { userId, at: answer.at });
    await delay(QUIET_MS);
    return this.#ledger.judge(this.users, await this.crowd.ask("take", null));
  }
}
