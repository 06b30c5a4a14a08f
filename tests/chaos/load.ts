import { randomUUID } from "node:crypto";

import type postgres from "postgres";

import { token } from "@/tests/support/app/settings";
import { until } from "@/tests/support/until";

import { Device } from "./device";
import { readFeeds } from "./evidence";
import type { Account, Evidence } from "./ledger";
import { Producer } from "./producer";
import type { Random } from "./random";
import type { Stage } from "./stage";

/** How much goes on in a scenario. */
export interface Size {
  users: number;
  postsPerSecond: number;
  /** Users that a batch names; every fifth request is one. */
  batch: number;
  acknowledgementsPerSecond: number;
}

/** The stage's clocks may differ by minutes, and a scenario may last some. */
const SESSION_SECONDS = 24 * 3600;
const CONNECTED_WITHIN_MS = 30_000;
const QUIET_WITHIN_MS = 30_000;
/** More than this without an answer, and producers wait: an outage must not end in a flood. */
const MAX_PENDING = 50;
const BATCH_SHARE = 0.2;

/** What a scenario wants of its clients. */
export interface LoadOptions {
  /** Index of the entrance that all of them use; without it they spread over all, a user's two devices over two. */
  entrance?: number;
  silenceMs?: number;
}

/** Users with one or two devices each, producers that send to them, and devices that acknowledge. */
export class Load {
  readonly devices: Device[] = [];
  readonly producer: Producer;
  readonly #tokens = new Map<string, string>();
  #timers: NodeJS.Timeout[] = [];
  #acknowledging = 0;
  readonly #problems: string[] = [];

  constructor(
    private readonly stage: Stage,
    private readonly sql: postgres.Sql,
    private readonly random: Random,
    private readonly size: Size,
    private readonly options: LoadOptions = {},
  ) {
    this.producer = new Producer(stage.entrances, random.fork("producer"));
  }

  get users(): string[] {
    return [...this.#tokens.keys()];
  }

  /** Requests that had no acceptable answer, and states that were not reached. */
  get problems(): string[] {
    return [...this.producer.problems, ...this.#problems];
  }

  get received(): number {
    return this.devices.reduce((sum, { received }) => sum + received.length, 0);
  }

  get slowest(): number {
    return Math.max(0, ...this.devices.map(({ slowest }) => slowest));
  }

  /** Makes the users, gives them a past, and connects all devices. */
  async connect(): Promise<void> {
    const users = Array.from({ length: this.size.users }, () => randomUUID());
    await this.sql`insert into users select unnest(${users}::uuid[]), 'somebody'`;
    for (const user of users) this.#tokens.set(user, await token({ sub: user, expiresIn: SESSION_SECONDS }));
    for (const message of ["before", "before that"]) await this.producer.send(users, message);
    for (const [index, user] of users.entries()) {
      this.addDevice(user, index);
      if (index % 2 === 0) this.addDevice(user, index + 1);
    }
    await Promise.all(this.devices.map((device) => device.open()));
    await until("every device is connected", CONNECTED_WITHIN_MS, () => this.devices.every(({ synced }) => synced));
  }

  /** Posts and acknowledges at a steady rate, until `pause` or `settle`. */
  begin(): void {
    const { postsPerSecond, acknowledgementsPerSecond } = this.size;
    this.#timers = [
      setInterval(() => this.#post(), 1000 / postsPerSecond),
      setInterval(() => this.#acknowledge(), 1000 / acknowledgementsPerSecond),
    ];
  }

  pause(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  /**
   * Stops, and waits until every request is answered and every device has everything; a last notification to everybody
   * proves that each stream is alive. What is missing when the time is over is lost.
   */
  async settle(): Promise<void> {
    this.pause();
    await this.#attempt("every request is answered", async () => this.producer.pending + this.#acknowledging === 0);
    await this.#attempt("every device is at the head", () => this.#quiet());
    void this.producer.send(this.users, "the last one");
    await this.#attempt("the last one is accepted", async () => this.producer.pending === 0);
    await this.#attempt("every device has the last one", () => this.#quiet());
  }

  async evidence(): Promise<Evidence> {
    const { devices } = this;
    const [entrance = ""] = this.stage.entrances;
    const feeds = await readFeeds(this.sql, entrance, this.#tokens);
    return { accepted: this.producer.accepted, feeds, accounts: devices satisfies Account[] };
  }

  close(): void {
    this.pause();
    this.producer.stop();
    for (const device of this.devices) device.stop();
  }

  addDevice(userId: string, index: number): Device {
    const { entrance, silenceMs } = this.options;
    const entrances = this.stage.entrances.slice(...(entrance === undefined ? [] : [entrance, entrance + 1]));
    const turned = index % entrances.length;
    const device = new Device({
      userId,
      token: this.#tokens.get(userId) ?? "",
      entrances: [...entrances.slice(turned), ...entrances.slice(0, turned)],
      random: this.random.fork(`device ${this.devices.length}`),
      from: index % 3 === 0 ? "zero" : "list",
      ...(silenceMs !== undefined && { silenceMs }),
    });
    this.devices.push(device);
    return device;
  }

  #post(): void {
    if (this.producer.pending >= MAX_PENDING) return;
    const recipients = this.random.sample(this.users, this.random.chance(BATCH_SHARE) ? this.size.batch : 1);
    void this.producer.send(recipients, `Message ${this.producer.accepted.length}`);
  }

  #acknowledge(): void {
    if (this.#acknowledging >= MAX_PENDING) return;
    this.#acknowledging++;
    void this.random
      .pick(this.devices)
      .acknowledge()
      .catch((error: unknown) => void this.#problems.push(String(error)))
      .finally(() => this.#acknowledging--);
  }

  async #quiet(): Promise<boolean> {
    const rows = await this.sql<{ user_id: string; head: number }[]>`
      select user_id, head_seq::int as head from notification_feeds where user_id = any(${this.users}::uuid[])`;
    const heads = new Map(rows.map(({ user_id, head }) => [user_id, head]));
    return this.devices.every(({ userId, position, synced }) => synced && position >= (heads.get(userId) ?? 0));
  }

  async #attempt(state: string, holds: () => Promise<boolean>): Promise<void> {
    await until(state, QUIET_WITHIN_MS, holds).catch((error: unknown) => this.#problems.push(String(error)));
  }
}
