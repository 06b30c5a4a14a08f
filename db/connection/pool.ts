import postgres from "postgres";

import { DeadlineError, timeLeft, withDeadline } from "./deadline";
import type { Session } from "./session";
import { isRolledBack, isUnavailable, UnavailableError } from "./unavailable";

/** Work waits this long for a connection, then is refused with nothing done. */
const WAIT_MS = 2_000;

/** After a connection is lost or refused, none is opened for this long: new work waits for the server. */
const PAUSE_MS = 250;

/** An address can lead elsewhere, after a failover for example, without a connection noticing. */
const LIFETIME_MS = 5 * 60_000;

/** All connections to a server are given up this often at most: there may be no other server. */
const RETIRE_MS = 1_000;

const READ_ONLY = "25006";

export type Observe = (seconds: number, outcome: "done" | "failed") => void;

/**
 * Lends out sessions, each to one piece of work at a time, so that no statement waits behind another on a connection.
 * A session on which anything failed is closed and replaced.
 */
export class Pool {
  readonly #open: () => Session;
  readonly #observe: Observe;
  readonly #idle: Session[] = [];
  readonly #waiting = new Set<(session: Session) => void>();
  #lent = 0;
  #pause: NodeJS.Timeout | undefined;
  /** Sessions opened before this moment are not used again. */
  #retiredAt = -Infinity;

  /**
   * @param size Most connections at once.
   * @param deadlineMs Most time for one piece of work.
   * @param observe Hears how long each piece of work took with its session.
   */
  constructor(
    readonly size: number,
    readonly deadlineMs: number,
    open: () => Session,
    observe: Observe,
  ) {
    this.#open = open;
    this.#observe = observe;
  }

  /** Sessions at work, and pieces of work that wait for one. */
  load(): { busy: number; waiting: number } {
    return { busy: this.#lent, waiting: this.#waiting.size };
  }

  /**
   * Does `work` with a session for it alone. Waiting and working also end with the allowance of the request. Throws
   * DeadlineError if `work` takes too long, and UnavailableError if no session is free in time.
   */
  async lend<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    const session = await this.#take();
    const start = performance.now();
    let outcome: "done" | "failed" = "failed";
    try {
      const result = await withDeadline(work(session), Math.min(this.deadlineMs, timeLeft()));
      outcome = "done";
      clearTimeout(this.#pause);
      this.#pause = undefined;
      return result;
    } catch (error) {
      // Whatever failed: the driver may mix rows of a failed statement into the next answer.
      session.close();
      if (isUnavailable(error) && !isRolledBack(error)) this.#pause ??= setTimeout(() => this.#endPause(), PAUSE_MS);
      if (this.#concernsAll(error) && performance.now() - this.#retiredAt > RETIRE_MS)
        this.#retiredAt = performance.now();
      throw error;
    } finally {
      this.#observe((performance.now() - start) / 1000, outcome);
      this.#giveBack(session);
    }
  }

  /** Closes every session; those at work close when their work is done. */
  end(): void {
    this.#retiredAt = Infinity;
    for (const session of this.#idle.splice(0)) session.close();
  }

  #take(): Promise<Session> {
    const waitMs = Math.min(WAIT_MS, timeLeft());
    return new Promise((resolve, reject) => {
      const serve = (session: Session): void => {
        clearTimeout(timer);
        resolve(session);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(serve);
        reject(new UnavailableError("POOL_BUSY", `no connection to the database was free within ${waitMs} ms`));
      }, waitMs);
      this.#waiting.add(serve);
      this.#serve();
    });
  }

  #giveBack(session: Session): void {
    this.#lent--;
    if (this.#isUsable(session)) this.#idle.push(session);
    else session.close();
    this.#serve();
  }

  #endPause(): void {
    this.#pause = undefined;
    this.#serve();
  }

  /** First come, first served. */
  #serve(): void {
    for (const serve of this.#waiting) {
      const session = this.#next();
      if (!session) return;
      this.#waiting.delete(serve);
      this.#lent++;
      serve(session);
    }
  }

  #next(): Session | undefined {
    for (let session = this.#idle.pop(); session; session = this.#idle.pop()) {
      if (this.#isUsable(session)) return session;
      session.close();
    }
    return this.#lent < this.size && !this.#pause ? this.#open() : undefined;
  }

  #isUsable({ lost, openedAt }: Session): boolean {
    return !lost && openedAt > this.#retiredAt && performance.now() - openedAt < LIFETIME_MS;
  }

  /** The server has vanished, or writes must go elsewhere: its other connections are no better than this one. */
  #concernsAll(error: unknown): boolean {
    // A deadline that the request shortened says nothing about the server.
    if (error instanceof DeadlineError) return error.milliseconds >= this.deadlineMs;
    return error instanceof postgres.PostgresError && error.code === READ_ONLY;
  }
}
