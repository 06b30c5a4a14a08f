import { json, type Operation } from "./operation";

/** The operations for operators, and the documents. */
export const OPERATOR_OPERATIONS: readonly Operation[] = [
  {
    method: "get",
    path: "/api/health/live",
    operationId: "live",
    tag: "operations",
    summary: "The process answers",
    callers: "anyone",
    answers: {
      200: {
        description: "The process answers. It checks nothing else.",
        content: json(statusSchema(["ok"]), { example: { status: "ok" } }),
      },
    },
    problems: [],
  },
  {
    method: "get",
    path: "/api/health/ready",
    operationId: "ready",
    tag: "operations",
    summary: "The process is ready for requests",
    description: "Without Redis the process is only slower: `degraded`, and still 200.",
    callers: "anyone",
    answers: {
      200: {
        description: "The process is ready.",
        content: json(
          statusSchema(
            ["ok", "degraded"],
            { postgres: { const: "up" }, redis: { enum: ["up", "down", "not configured"] } },
            { data_region: { type: "string", description: "Where the data is kept, if `DATA_REGION` says so." } },
          ),
          { example: { status: "ok", postgres: "up", redis: "up" } },
        ),
      },
    },
    problems: ["unavailable"],
  },
  {
    method: "get",
    path: "/api/metrics",
    operationId: "metrics",
    tag: "operations",
    summary: "The metrics of this process",
    callers: "metrics",
    answers: {
      200: {
        description: "In the text format of Prometheus.",
        content: { "text/plain": { schema: { type: "string" }, example: "notifications_streams_open 12\n" } },
      },
    },
    problems: [],
  },
  document("openapi", "/api/openapi.json", "This document, in OpenAPI 3.1"),
  document("asyncapi", "/api/asyncapi.json", "The events of the stream, in AsyncAPI 3.0"),
];

function statusSchema(states: readonly string[], required: object = {}, optional: object = {}): object {
  const always = { status: { enum: states }, ...required };
  return { type: "object", properties: { ...always, ...optional }, required: Object.keys(always) };
}

function document(operationId: string, path: string, summary: string): Operation {
  return {
    method: "get",
    path,
    operationId,
    tag: "documents",
    summary,
    callers: "anyone",
    answers: { 200: { description: "The document.", content: json({ type: "object" }) } },
    problems: [],
  };
}
