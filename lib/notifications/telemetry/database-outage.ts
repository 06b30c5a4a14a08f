import { log } from "./log";

/** Without a failure for so long, the database is back. */
const CALM_MS = 5_000;

/** Says once that the database does not do its work, and once that it does again. */
export class DatabaseOutage {
  #failedAt = -Infinity;
  #away = false;

  /** `reason` is a code, or a few words of the server or the system. */
  failed(reason: string): void {
    this.#failedAt = performance.now();
    if (!this.#away)
      log().warn(
        { event: "database_away", reason },
        `The database is away (${reason}): requests are answered with 503.`,
      );
    this.#away = true;
  }

  answered(): void {
    if (!this.#away || performance.now() - this.#failedAt < CALM_MS) return;
    this.#away = false;
    log().warn({ event: "database_back" }, "The database is back.");
  }
}
