import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  type ReadableSpan,
  type SpanExporter,
} from "@opentelemetry/sdk-trace-node";

import { log } from "./log";

/** A collector that is away must not hold up a deployment. */
const FLUSH_MS = 1_000;

type Done = Parameters<OTLPTraceExporter["export"]>[1];

/**
 * Sends the spans that Next makes, without anything personal. They wait in a queue of 2,048. Spans that do not fit or
 * cannot be sent are dropped, which is logged once.
 */
class Exporter implements SpanExporter {
  readonly #otlp = new OTLPTraceExporter();
  #failing = false;

  export(spans: ReadableSpan[], done: Done): void {
    this.#otlp.export(spans.map(exportedSpan), (result) => {
      if (result.error && !this.#failing) {
        const { name } = result.error;
        log().warn({ event: "traces_dropped", reason: name }, "Traces cannot be sent: they are dropped.");
      } else if (!result.error && this.#failing) log().warn({ event: "traces_sent" }, "Traces are sent again.");
      this.#failing = result.error !== undefined;
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.#otlp.shutdown();
  }
}

/**
 * Has Next trace each request. The SDK reads by itself, from the `OTEL_…` variables, where to send traces and how.
 * Returns a function that sends what is left, within a second, and never rejects.
 */
export function startTracing(): () => Promise<void> {
  const provider = new NodeTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ "service.name": "notifications" }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new Exporter())],
  });
  provider.register();
  return async () => {
    const patience = new Promise<void>((resolve) => setTimeout(resolve, FLUSH_MS).unref());
    await Promise.race([provider.forceFlush().catch(() => {}), patience]);
  };
}

/** What a trace may say: methods, statuses, patterns of routes. Anything else, such as an address, may hold somebody's id. */
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

/** A span as it leaves the process: no address, no parameter, no text of an error, and no `tracestate` of a client. */
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
