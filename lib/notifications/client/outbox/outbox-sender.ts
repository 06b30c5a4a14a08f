import { backoff } from "../connection/backoff";
import { RequestError } from "../feed/api";
import type { Acknowledgement, Target } from "./acknowledgement";
import type { Outbox } from "./outbox";

/** Ids that one request may name. */
const MAX_IDS = 500;
/** What another tab has acknowledged it sends itself, if it lives. */
const TRUST_MS = 10_000;
/** A tab that holds the lock for longer has hung. Two tabs that send the same do no harm. */
const LOCK_MS = 20_000;
/** An answer that takes longer is waited for, and a person is told. */
const SLOW_MS = 3_000;

interface OutboxSenderOptions {
  outbox: Outbox;
  /** Names the lock that keeps tabs from sending the same. */
  name: string;
  /** Resolves with the feed position at which it is done. */
  post(target: Target): Promise<number>;
  /** The feed's position now, on the server's word; null while nobody needs to ask, since the stream is live. */
  askPosition(): Promise<number | null>;
  /** False while the session is over. */
  maySend(): boolean;
  /** The server has answered 401. */
  onDoubt(): void;
  /** True while something waits for better times. */
  onWaiting(isWaiting: boolean): void;
  onRefused(): void;
  /** Some were of notifications that exist no more. */
  onGone(): void;
}

/** Brings what is in an outbox to the server, one request after the other, as soon as that is possible. */
export class OutboxSender {
  readonly #options: OutboxSenderOptions;
  readonly #unsubscribe: () => void;
  #isSending = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: OutboxSenderOptions) {
    this.#options = options;
    this.#unsubscribe = options.outbox.subscribe((isAdded) => {
      // At once, before the page can be left, but together with what is added in the same task.
      if (isAdded && this.#failures === 0) queueMicrotask(() => void this.#run());
      else if (this.#unsent.length > 0 && !this.#isSending) this.#timer ??= this.#wait(TRUST_MS);
    });
    this.resume();
  }

  /** Times may be better: tries what is left, which another tab may be doing already. */
  resume(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { outbox, name } = this.#options;
    if (this.#unsent.length === 0) return;
    const run = (): Promise<void> => {
      outbox.read();
      return this.#run();
    };
    const signal = AbortSignal.timeout(LOCK_MS);
    // There are none where the page is served over HTTP without being local, and they are refused where storage is forbidden.
    if ("locks" in navigator) void navigator.locks.request(name, { signal }, run).catch(run);
    else void run();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#unsubscribe();
  }

  get #unsent(): Acknowledgement[] {
    return this.#options.outbox.entries.filter(({ doneAt }) => doneAt === null);
  }

  async #run(): Promise<void> {
    if (this.#isSending) return;
    if (!this.#options.maySend()) {
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
      const asked = reason instanceof RequestError ? reason.retryAfterMs : 0;
      clearTimeout(this.#timer);
      this.#timer = this.#wait(backoff(this.#failures, asked));
      this.#failures++;
      if (isSignedOut(reason)) this.#options.onDoubt();
    } finally {
      clearTimeout(slow);
      this.#isSending = false;
    }
  }

  async #deliver(batch: readonly Acknowledgement[]): Promise<void> {
    const { outbox, post, askPosition, onGone, onRefused } = this.#options;
    const target = targetOf(batch);
    const isOneOf = new Set(batch.map(({ key }) => key));
    const drop = (): void => outbox.remove(({ key }) => isOneOf.has(key));
    try {
      // Everything up to a position that the feed has not come to is of another feed, which was erased: not of this one.
      const position = "through" in target ? await askPosition() : null;
      if ("through" in target && position !== null && position < target.through) drop();
      else outbox.confirm(batch, await post(target));
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

  #wait(milliseconds: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.resume(), milliseconds);
  }
}

/** What goes in one request: all that say "everything up to", else as many ids as it takes. */
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

function mayPass({ status, isFromServer }: RequestError): boolean {
  return !isFromServer || status >= 500 || status === 401 || status === 408 || status === 429;
}

function isSignedOut(reason: unknown): boolean {
  return reason instanceof RequestError && reason.status === 401;
}
