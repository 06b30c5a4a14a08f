import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";

/** What a trace may say: methods, statuses, patterns of routes. All else, such as an address, may hold somebody's id. */
const KEPT = new Set([
  "http.method",
  "http.status_code",
  "http.route",
  "next.route",
  "next.rsc",
  "next.span_type",
  "error.type",
  "db.system.name",
]);

/**
 * A span as it leaves the process, without anything personal: no address, no parameter, no text of an error, and nothing
 * of what a client sent in `tracestate`.
 */
export function exportedSpan(span: ReadableSpan): ReadableSpan {
  const { traceId, spanId, traceFlags, isRemote } = span.spanContext();
  const context = { traceId, spanId, traceFlags, ...(isRemote !== undefined && { isRemote }) };
  return {
    name: nameOf(span),
    kind: span.kind,
    spanContext: () => context,
    ...(span.parentSpanContext && { parentSpanContext: span.parentSpanContext }),
    startTime: span.startTime,
    endTime: span.endTime,
    status: { code: span.status.code },
    attributes: Object.fromEntries(Object.entries(span.attributes).filter(([name]) => KEPT.has(name))),
    links: [],
    events: [],
    duration: span.duration,
    ended: span.ended,
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** Next names a fetch by its address. */
function nameOf({ name, attributes }: ReadableSpan): string {
  return /[?#]|:\/\//.test(name) ? String(attributes["next.span_type"] ?? "request") : name;
}
