import type { Operation } from "../operation";

const document = (operationId: string, path: string, summary: string): Operation => ({
  method: "get",
  path,
  operationId,
  tag: "documents",
  summary,
  callers: "anyone",
  answers: {
    200: {
      description: "The document.",
      content: { "application/json": { schema: { type: "object" } } },
    },
  },
  problems: [],
});

export const DOCUMENT_OPERATIONS: readonly Operation[] = [
  document("openapi", "/api/openapi.json", "This document, in OpenAPI 3.1"),
  document("asyncapi", "/api/asyncapi.json", "The events of the stream, in AsyncAPI 3.0"),
];
