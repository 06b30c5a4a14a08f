import type { Database } from "../../../db/connection/client";
import { withDeadline } from "../../../db/connection/deadline";
import { log } from "../telemetry/log";

/** Longer than a list should take. A slower copy is of no help. */
const PATIENCE_MS = 500;
/** How long a copy is left alone after a failure. */
const PAUSE_MS = 5_000;

/** A copy of the database that follows the primary and serves lists in its place. Nothing depends on it. */
export class Replica {
  readonly #sql: Database;
  #pausedUntil = 0;
  #away = false;

  constructor(sql: Database) {
    this.#sql = sql;
  }

  /** Returns what `read` finds there, however old; undefined while the copy is away. Never rejects. */
  async ask<Result>(read: (sql: Database) => Promise<Result>): Promise<Result | undefined> {
    if (performance.now() < this.#pausedUntil) return undefined;
    try {
      const result = await withDeadline(read(this.#sql), PATIENCE_MS);
      if (this.#away) log().warn({ event: "replica_back" }, "The read replica is back.");
      this.#away = false;
      return result;
    } catch (error) {
      this.#pausedUntil = performance.now() + PAUSE_MS;
      if (!this.#away)
        log().warn({ event: "replica_away", err: error }, "The read replica is away: lists come from the primary.");
      this.#away = true;
      return undefined;
    }
  }
}
