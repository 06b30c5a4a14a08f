import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";

import { log } from "./log";

/** The database is back when nothing has failed for this long. */
const CALM_MS = 5_000;

/** Logs once that the database fails, and once that it works again. */
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

/** Adds a statement or transaction that has just ended to the traced request, if there is one. No SQL. */
export function addDatabaseSpan(seconds: number, outcome: "done" | "failed"): void {
  if (!trace.getActiveSpan()?.isRecording()) return;
  const end = Date.now();
  const span = trace.getTracer("notifications").startSpan("postgres", {
    kind: SpanKind.CLIENT,
    startTime: end - seconds * 1_000,
    attributes: { "db.system.name": "postgresql" },
  });
  if (outcome === "failed") span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(end);
}
