import { SpanKind, SpanStatusCode, createTraceState } from "@opentelemetry/api";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { describe, expect, it } from "vitest";

import { exportedSpan } from "@/lib/notifications/telemetry/tracing";

const SECRET = "0190a1b0-0000-7000-8000-000000000001";

describe("a span that leaves the process", () => {
  it("has methods, routes and statuses, and nothing else that a request brought", () => {
    const memory = new InMemorySpanExporter();
    const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] });
    const span = provider.getTracer("test").startSpan("GET /api/notifications", {
      kind: SpanKind.SERVER,
      attributes: {
        "http.method": "GET",
        "http.target": `/api/notifications?user=${SECRET}`,
        "http.user_agent": SECRET,
        "http.route": "/api/notifications",
        "next.span_name": SECRET,
        "something.new": SECRET,
      },
      links: [
        {
          context: {
            traceId: "a".repeat(32),
            spanId: "b".repeat(16),
            traceFlags: 1,
            traceState: createTraceState(`a=${SECRET}`),
          },
        },
      ],
    });
    span.recordException(new Error(SECRET));
    span.setStatus({ code: SpanStatusCode.ERROR, message: SECRET });
    span.end();
    const [ended] = memory.getFinishedSpans();
    if (!ended) throw new Error("no span");
    const { resource: _, ...exported } = exportedSpan(ended);
    expect(JSON.stringify({ ...exported, context: exported.spanContext() })).not.toContain(SECRET);
    expect(exported).toMatchObject({
      name: "GET /api/notifications",
      kind: SpanKind.SERVER,
      attributes: { "http.method": "GET", "http.route": "/api/notifications" },
      status: { code: SpanStatusCode.ERROR },
    });
    expect(exported.spanContext()).toEqual(ended.spanContext());
  });

  it("is not named by an address", () => {
    const memory = new InMemorySpanExporter();
    const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] });
    const attributes = { "next.span_type": "AppRender.fetch" };
    provider.getTracer("test").startSpan(`fetch GET https://idp.example/keys?of=${SECRET}`, { attributes }).end();
    expect(memory.getFinishedSpans().map((span) => exportedSpan(span).name)).toEqual(["AppRender.fetch"]);
  });
});
