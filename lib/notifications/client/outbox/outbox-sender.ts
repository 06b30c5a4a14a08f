import type { Connection, LiveConnection } from "../connection/connection";
import { askedToWait, askPosition, isSignedOut, postRead, RequestError } from "../requests/api";
import { backoff } from "../requests/backoff";
import type { Acknowledgement, Target } from "./acknowledgement";
import type { Outbox } from "./outbox";

/** Ids that one request may name. */
const MAX_IDS = 500;
/** Another tab sends what it has acknowledged by itself. After this time that tab counts as dead. */
const TRUST_MS = 10_000;
/** A tab that holds the lock for longer has hung. If two tabs send the same, nothing is lost. */
const LOCK_MS = 20_000;
/** After so long without an answer a person is told, while the request goes on. */
const SLOW_MS = 3_000;

interface OutboxSenderOptions {
  outbox: Outbox;
  userId: string;
  endpoint: string;
  live: LiveConnection;
  /** True while something waits for better times. */
  onWaiting(isWaiting: boolean): void;
  onRefused(): void;
  /** Some acknowledged notifications do not exist any more. */
  onGone(): void;
}

/** Sends what is in an outbox to the server, one request after the other, as soon as possible. */
export class OutboxSender {
  readonly #options: OutboxSenderOptions;
  readonly #unsubscribe: () => void;
  #connection: Connection | null = null;
  #isSending = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: OutboxSenderOptions) {
    this.#options = options;
    this.#unsubscribe = options.outbox.subscribe((isAdded) => {
      // At once, since the page may be left, but together with what else is added in the same task.
      if (isAdded && this.#failures === 0) queueMicrotask(() => void this.#run());
      else if (this.#unsent.length > 0 && !this.#isSending) this.#timer ??= this.#wait(TRUST_MS);
    });
    window.addEventListener("online", this.#resume);
  }

  /** Tells how the connection is: when it is back, or known for the first time, everything is sent. */
  follow(connection: Connection): void {
    const isBack = connection === "live" || connection === "polling";
    const wasOver = this.#connection === null || this.#connection === "signed-out";
    this.#connection = connection;
    if (isBack || wasOver) this.#resume();
  }

  close(): void {
    clearTimeout(this.#timer);
    window.removeEventListener("online", this.#resume);
    this.#unsubscribe();
  }

  get #unsent(): Acknowledgement[] {
    return this.#options.outbox.entries.filter(({ doneAt }) => doneAt === null);
  }

  /** Tries what is left, unless another tab is sending it. */
  readonly #resume = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { outbox, endpoint, userId } = this.#options;
    if (this.#unsent.length === 0) return;
    const run = (): Promise<void> => {
      outbox.read();
      return this.#run();
    };
    const signal = AbortSignal.timeout(LOCK_MS);
    // There are no locks on plain HTTP, except locally, and they are refused if storage is forbidden.
    if ("locks" in navigator) void navigator.locks.request(`${endpoint}/read:${userId}`, { signal }, run).catch(run);
    else void run();
  };

  async #run(): Promise<void> {
    if (this.#isSending) return;
    if (this.#connection === "signed-out") {
      this.#options.onWaiting(this.#unsent.length > 0);
      return;
    }
    this.#isSending = true;
    const slow = setTimeout(() => this.#options.onWaiting(true), SLOW_MS);
    try {
      for (let batch = firstBatch(this.#unsent); batch.length > 0; batch = firstBatch(this.#unsent))
        await this.#deliver(batch);
      this.#failures = 0;
      this.#options.onWaiting(false);
    } catch (reason) {
      this.#options.onWaiting(true);
      clearTimeout(this.#timer);
      this.#timer = this.#wait(backoff(this.#failures, askedToWait(reason)));
      this.#failures++;
      if (isSignedOut(reason)) this.#options.live.doubt();
    } finally {
      clearTimeout(slow);
      this.#isSending = false;
    }
  }

  async #deliver(batch: readonly Acknowledgement[]): Promise<void> {
    const { outbox, onGone, onRefused } = this.#options;
    const keys = new Set(batch.map(({ key }) => key));
    const drop = (): void => outbox.remove(({ key }) => keys.has(key));
    try {
      const doneAt = await this.#post(targetOf(batch));
      if (doneAt === null) drop();
      else outbox.confirm(batch, doneAt);
    } catch (reason) {
      if (!(reason instanceof RequestError) || mayPass(reason)) throw reason;
      if (reason.status !== 404) {
        drop();
        onRefused();
      } else if (batch.length > 1) {
        const half = Math.ceil(batch.length / 2);
        await this.#deliver(batch.slice(0, half));
        await this.#deliver(batch.slice(half));
      } else {
        drop();
        onGone();
      }
    }
  }

  /** The position at which it is done. Null for an acknowledgement of an erased feed, which must not reach the new one. */
  async #post(target: Target): Promise<number | null> {
    const { endpoint, userId, live } = this.#options;
    // A live page would know of the erasure. Any other asks for the feed's position first.
    if ("through" in target && this.#connection !== "live" && (await askPosition(endpoint, userId)) < target.through)
      return null;
    const doneAt = await postRead(endpoint, userId, target);
    live.reached(doneAt);
    return doneAt;
  }

  #wait(milliseconds: number): ReturnType<typeof setTimeout> {
    return setTimeout(this.#resume, milliseconds);
  }
}

/** What goes in one request: all entries that say "everything up to", else as many ids as fit. */
function firstBatch(unsent: readonly Acknowledgement[]): Acknowledgement[] {
  const all = unsent.filter(({ target }) => "through" in target);
  if (all.length > 0) return all;
  let room = MAX_IDS;
  return unsent.filter(({ target }) => "ids" in target && (room -= target.ids.length) >= 0);
}

function targetOf(batch: readonly Acknowledgement[]): Target {
  const through = batch.flatMap(({ target }) => ("through" in target ? target.through : []));
  if (through.length > 0) return { through: Math.max(...through), seen: [] };
  return { ids: [...new Set(batch.flatMap(({ target }) => ("ids" in target ? target.ids : [])))] };
}

/** True for a failure that may be over at the next attempt. */
function mayPass({ status, isFromServer }: RequestError): boolean {
  return !isFromServer || status >= 500 || status === 401 || status === 408 || status === 429;
}
