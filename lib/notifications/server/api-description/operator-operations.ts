import { json, type Operation, type Operations } from "./operation";

export const OPERATOR_OPERATIONS: Operations = {
  "GET /api/health/live": {
    operationId: "live",
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
  "GET /api/health/ready": {
    operationId: "ready",
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
  "GET /api/metrics": {
    operationId: "metrics",
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
};

export const DOCUMENT_OPERATIONS: Operations = {
  "GET /api/openapi.json": document("openapi", "This document, in OpenAPI 3.1"),
  "GET /api/asyncapi.json": document("asyncapi", "The events of the stream, in AsyncAPI 3.0"),
};

function statusSchema(states: readonly string[], required: object = {}, optional: object = {}): object {
  const always = { status: { enum: states }, ...required };
  return { type: "object", properties: { ...always, ...optional }, required: Object.keys(always) };
}

function document(operationId: string, summary: string): Operation {
  return {
    operationId,
    summary,
    callers: "anyone",
    answers: { 200: { description: "The document.", content: json({ type: "object" }) } },
    problems: [],
  };
}
