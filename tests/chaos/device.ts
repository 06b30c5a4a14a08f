import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

import { backoff } from "@/lib/notifications/client/requests/backoff";
import { Position, StreamEvent } from "@/lib/notifications/contract";
import { LIST_PATH, POSITION_HEADER, READ_PATH, STREAM_PATH, UNREAD_HEADER } from "@/lib/notifications/protocol";
import type { StreamFrame } from "@/tests/support/app/stream-client";

import type { Account, Change } from "./ledger";
import type { Random } from "./random";
import { untilAnswered } from "./requests";
import { StreamReader } from "./stream-reader";

/** As in the product's own client: two and a half heartbeats. */
const SILENCE_MS = 37_500;
/** A stage is healed within seconds, so nobody waits as long as a browser would. */
const MAX_FAILURES = 2;

interface DeviceOptions {
  userId: string;
  token: string;
  /** Where it can connect: the first one first, after a loss any of them. */
  entrances: readonly string[];
  random: Random;
  /** From a list snapshot, or from the very beginning. */
  from: "list" | "zero";
  silenceMs?: number;
}

type ReadBody = { id: string } | { ids: string[] } | { through: string };

/** A client that does what the contract says, on one stream after the other, and remembers all it received. */
export class Device implements Account {
  readonly received: (Change & { position: number })[] = [];
  readonly userId: string;
  start = 0;
  position = 0;
  unread = 0;
  unreadCorrections = 0;
  /** Times it was told that it cannot continue. */
  resets = 0;
  /** Slowest from commit to receipt, in milliseconds, over changes made while this stream was connected and reading. */
  slowest = 0;
  /** Why connections ended, and how often. */
  readonly endings = new Map<string, number>();
  readonly #options: DeviceOptions;
  readonly #headers: { Authorization: string };
  readonly #unreadIds = new Set<string>();
  #reader: StreamReader | undefined;
  #synced = false;
  /** Since when this device has been connected and reading without a break; null while it is not. */
  #promptSince: number | null = null;
  #failures = 0;
  #reset = false;
  #paused = false;
  readonly #life = new AbortController();
  #wait = new AbortController();

  constructor(options: DeviceOptions) {
    this.#options = options;
    this.userId = options.userId;
    setMaxListeners(0, this.#life.signal);
    this.#headers = { Authorization: `Bearer ${options.token}` };
  }

  /** True while it is connected and has caught up. */
  get synced(): boolean {
    return this.#synced;
  }

  /** Connects, and again after every loss until `stop`. */
  async open(): Promise<void> {
    const [first] = this.#options.entrances;
    if (this.#options.from === "list") await this.#fetchList();
    this.start = this.position;
    void this.#stayConnected(first ?? "");
  }

  stop(): void {
    this.#life.abort();
    this.#wait.abort();
    this.#reader?.close();
  }

  /** Connects at once if it is waiting to. */
  reconnectNow(): void {
    this.#wait.abort();
  }

  /** Stops taking bytes. What comes before its next connection says nothing about the server's speed. */
  pause(): void {
    this.#paused = true;
    this.#promptSince = null;
    this.#reader?.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#reader?.resume();
  }

  /** Acknowledges in one of the three ways, and repeats that until it is answered. */
  async acknowledge(): Promise<void> {
    const { random, entrances } = this.#options;
    const ids = [...this.#unreadIds];
    if (ids.length === 0) return;
    const body = random.pick([
      { id: random.pick(ids) },
      { ids: random.sample(ids, 3) },
      { through: String(this.position) },
    ] satisfies ReadBody[]);
    const headers = { ...this.#headers, "Content-Type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    const answer = await untilAnswered(() => random.pick(entrances) + READ_PATH, init, this.#life.signal);
    if (answer && answer.status !== 204) throw new Error(`not acknowledged: ${answer.status} ${answer.text}`);
  }

  async #stayConnected(entrance: string): Promise<void> {
    while (!this.#life.signal.aborted) {
      const { why, retryAfterMs } = await this.#stream(entrance);
      if (this.#life.signal.aborted) return;
      this.endings.set(why, (this.endings.get(why) ?? 0) + 1);
      if (this.#reset) await this.#fetchList();
      else await this.#pauseBetween(retryAfterMs);
      entrance = this.#options.random.pick(this.#options.entrances);
    }
  }

  async #stream(entrance: string) {
    this.#reader = new StreamReader({
      url: entrance + STREAM_PATH,
      headers: { ...this.#headers, "Last-Event-ID": String(this.position) },
      silenceMs: this.#options.silenceMs ?? SILENCE_MS,
      onFrame: (frame) => this.#take(frame),
    });
    if (this.#paused) this.#reader.pause();
    const ending = await this.#reader.ended;
    this.#synced = false;
    this.#promptSince = null;
    return ending;
  }

  async #pauseBetween(retryAfterMs: number): Promise<void> {
    const milliseconds = backoff(Math.min(this.#failures++, MAX_FAILURES), retryAfterMs);
    this.#wait = new AbortController();
    await delay(milliseconds, undefined, { signal: this.#wait.signal }).catch(() => {});
  }

  #take({ id, event, data }: StreamFrame): void {
    if (this.#reset || !["message", "read", "sync"].includes(event)) return;
    const at = Date.now();
    const { type, payload } = StreamEvent.parse(JSON.parse(data));
    switch (type) {
      case "NOTIFICATION":
        this.#measure(at, Date.parse(payload.created_at));
        this.#apply(Number(id), { kind: "notification", ids: [payload.id] });
        return;
      case "READ":
        this.#measure(at, Date.parse(payload.read_at));
        this.#apply(Number(id), { kind: "read", ids: payload.ids });
        return;
      case "SYNC":
        if (payload.complete) this.#synchronise(payload.unread, at);
        else this.#startAnew();
    }
  }

  #apply(position: number, change: Change): void {
    this.received.push({ position, ...change });
    if (position <= this.position) return;
    this.position = position;
    for (const id of change.ids)
      if (change.kind === "notification") this.#unreadIds.add(id);
      else this.#unreadIds.delete(id);
    this.unread += change.kind === "notification" ? 1 : -change.ids.length;
  }

  #measure(receivedAt: number, madeAt: number): void {
    if (this.#promptSince !== null && madeAt > this.#promptSince)
      this.slowest = Math.max(this.slowest, receivedAt - madeAt);
  }

  #synchronise(unread: number, at: number): void {
    if (unread !== this.unread) this.unreadCorrections++;
    this.unread = unread;
    this.#failures = 0;
    this.#synced = true;
    if (!this.#paused) this.#promptSince = at;
  }

  /** The list is dropped and fetched, and the next stream starts from there. */
  #startAnew(): void {
    this.resets++;
    this.#reset = true;
    this.#reader?.close();
  }

  async #fetchList(): Promise<void> {
    const { random, entrances } = this.#options;
    const init = { headers: this.#headers };
    const answer = await untilAnswered(() => random.pick(entrances) + LIST_PATH, init, this.#life.signal);
    if (!answer) return;
    if (answer.status !== 200) throw new Error(`no list: ${answer.status} ${answer.text}`);
    this.position = Position.parse(answer.headers.get(POSITION_HEADER));
    this.unread = Number(answer.headers.get(UNREAD_HEADER));
    this.#unreadIds.clear();
    for (const { id } of JSON.parse(answer.text) as { id: string }[]) this.#unreadIds.add(id);
    this.#reset = false;
  }
}
