import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";

interface Attribute {
  key: string;
  value: Record<string, unknown>;
}

/** As OTLP writes it in JSON. */
interface ExportedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Attribute[];
}

interface ExportRequest {
  resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: ExportedSpan[] }[] }[];
}

/** An OpenTelemetry collector, as far as it takes traces: OTLP over HTTP, in JSON. */
export interface TraceCollector {
  url: string;
  /** Every request it got, headers and body, as text. */
  received(): string;
  spans(): ExportedSpan[];
  /** Of what sends the traces, by its name. */
  resource(): Record<string, unknown>;
  stop(): Promise<void>;
}

/** `answers: false`: it takes every request, and never answers. */
export async function startTraceCollector({ answers = true } = {}): Promise<TraceCollector> {
  const texts: string[] = [];
  const requests: ExportRequest[] = [];
  const server = createServer((request, response) => {
    void take(request).then(() => {
      if (answers) response.writeHead(200, { "Content-Type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  async function take(request: IncomingMessage): Promise<void> {
    const bytes = await buffer(request);
    const body = (request.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString();
    texts.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}\n${body}`);
    if (request.url === "/v1/traces") requests.push(JSON.parse(body) as ExportRequest);
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: () => texts.join("\n"),
    spans: () =>
      requests.flatMap(({ resourceSpans }) =>
        resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
      ),
    resource: () =>
      Object.fromEntries(
        (requests[0]?.resourceSpans[0]?.resource.attributes ?? []).map(({ key, value }) => [key, value["stringValue"]]),
      ),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
