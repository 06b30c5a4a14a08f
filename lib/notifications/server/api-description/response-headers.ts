import type { JsonObject } from "./noted-schemas";
import { schemaRef } from "./schemas";

/** Every header an answer can have that is this API's own, or that a client acts on. */
export const RESPONSE_HEADERS = {
  "X-Request-Id": {
    description: "The name of this request in the server's log: the one that was sent along, or a new one.",
    required: true,
    schema: { type: "string", pattern: "^[A-Za-z0-9._-]{1,64}$" },
  },
  "X-Unread-Count": {
    description: "All unread notifications of the user.",
    required: true,
    schema: { type: "integer", minimum: 0 },
  },
  "X-Last-Event-ID": {
    description:
      "The position of the user's feed at exactly this answer. A stream that is opened from here misses nothing.",
    required: true,
    schema: schemaRef("Position"),
  },
  Link: {
    description: 'The next older page (RFC 8288), `<…>; rel="next"`, while there is one.',
    schema: { type: "string", pattern: '^</api/notifications\\?\\S+>; rel="next"$' },
  },
  ETag: {
    description: "Stands for the whole answer, headers included: send it back in `If-None-Match`.",
    required: true,
    schema: { type: "string", pattern: '^"[A-Za-z0-9_-]{27}"$' },
  },
  "Retry-After": {
    description: "Seconds to wait before the request is sent again.",
    required: true,
    schema: { type: "integer", minimum: 1 },
  },
  "WWW-Authenticate": {
    description: "How to authenticate (RFC 9110, section 11.6.1).",
    required: true,
    schema: { type: "string", pattern: "^Bearer( |$)" },
  },
  "Set-Cookie": {
    description: "The `session` cookie, or its removal.",
    required: true,
    schema: { type: "string", pattern: "^session=" },
  },
  "Content-Disposition": {
    description: "The name of a file to keep it in (RFC 6266).",
    required: true,
    schema: { type: "string", pattern: "^attachment; filename=" },
  },
  "X-Accel-Buffering": {
    description: "`no`: proxies must not hold it back, nor keep it.",
    required: true,
    schema: { type: "string", const: "no" },
  },
} as const satisfies Record<string, JsonObject>;

export type ResponseHeader = keyof typeof RESPONSE_HEADERS;

/** The `headers` of an answer: these, and what every answer has. */
export function responseHeaders(names: readonly ResponseHeader[] = []): JsonObject {
  return Object.fromEntries(
    (["X-Request-Id", ...names] as const).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
}
