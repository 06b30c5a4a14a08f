import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  type ReadableSpan,
  type SpanExporter,
} from "@opentelemetry/sdk-trace-node";

import { exportedSpan } from "./exported-span";
import { log } from "./log";

/** A collector that is away must not hold up a deployment. */
const FLUSH_MS = 1_000;

type Done = Parameters<OTLPTraceExporter["export"]>[1];

/**
 * Sends the spans that Next makes, without anything personal. They wait in a queue of 2,048; what does not fit, or cannot
 * be sent, is dropped, and said once.
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
 * From here on Next traces each request. Where to and how is in the `OTEL_…` variables, which the SDK reads by itself.
 * Returns what sends all that is left, within a second, and never rejects.
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
