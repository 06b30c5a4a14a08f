import { log } from "../../../telemetry/log";

/** Says once that Redis is away, and once that it is back. */
export class OutageLog {
  #away = false;

  /** `reason` is a code or a few words. */
  away(reason: string): void {
    if (!this.#away)
      log().warn(
        { event: "redis_away", reason },
        `Redis is away (${reason}): delivery goes on through Postgres, up to two seconds later.`,
      );
    this.#away = true;
  }

  back(): void {
    if (this.#away) log().warn({ event: "redis_back" }, "Redis is back.");
    this.#away = false;
  }
}
