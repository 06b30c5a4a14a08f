import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";

/** A statement or transaction that has just ended, as a part of the traced request it belongs to, if any. No SQL. */
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
