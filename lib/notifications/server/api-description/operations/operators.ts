import type { Operation } from "../operation";

const live: Operation = {
  method: "get",
  path: "/api/health/live",
  operationId: "live",
  tag: "operations",
  summary: "The process answers",
  callers: "anyone",
  answers: {
    200: {
      description: "It does. Nothing else was looked at.",
      content: { "application/json": { schema: statusSchema(["ok"]), example: { status: "ok" } } },
    },
  },
  problems: [],
};

const ready: Operation = {
  method: "get",
  path: "/api/health/ready",
  operationId: "ready",
  tag: "operations",
  summary: "Requests should be sent here",
  description: "Redis away is only slower: `degraded`, and still 200.",
  callers: "anyone",
  answers: {
    200: {
      description: "They should.",
      content: {
        "application/json": {
          schema: statusSchema(
            ["ok", "degraded"],
            { postgres: { const: "up" }, redis: { enum: ["up", "down", "not configured"] } },
            { data_region: { type: "string", description: "Where the data is kept, when `DATA_REGION` says so." } },
          ),
          example: { status: "ok", postgres: "up", redis: "up" },
        },
      },
    },
  },
  problems: ["unavailable"],
};

const metrics: Operation = {
  method: "get",
  path: "/api/metrics",
  operationId: "metrics",
  tag: "operations",
  summary: "What this process has counted",
  callers: "metrics",
  answers: {
    200: {
      description: "In the text format of Prometheus.",
      content: { "text/plain": { schema: { type: "string" }, example: "notifications_streams_open 12\n" } },
    },
  },
  problems: [],
};

function statusSchema(states: readonly string[], required: object = {}, optional: object = {}): object {
  const always = { status: { enum: states }, ...required };
  return { type: "object", properties: { ...always, ...optional }, required: Object.keys(always) };
}

export const OPERATOR_OPERATIONS: readonly Operation[] = [live, ready, metrics];
