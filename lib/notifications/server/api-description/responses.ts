import { PROBLEMS, problemType, type ProblemCode } from "../../problem";
import { schemaRef, type JsonObject } from "./schemas";

/** The headers that this API defines, or that a client acts on. */
export const RESPONSE_HEADERS = {
  "X-Request-Id": {
    description: "The name of this request in the server's log: the one that the client sent, or a new one.",
    required: true,
    schema: { type: "string", pattern: "^[A-Za-z0-9._-]{1,64}$" },
  },
  "X-Unread-Count": {
    description: "The number of all unread notifications of the user.",
    required: true,
    schema: { type: "integer", minimum: 0 },
  },
  "X-Last-Event-ID": {
    description: "The position of the user's feed at exactly this answer. A stream that starts there misses nothing.",
    required: true,
    schema: schemaRef("Position"),
  },
  Link: {
    description: 'The next older page (RFC 8288), `<…>; rel="next"`, if there is one.',
    schema: { type: "string", pattern: '^</api/notifications\\?\\S+>; rel="next"$' },
  },
  ETag: {
    description: "Identifies the whole answer, headers included. Send it back in `If-None-Match`.",
    required: true,
    schema: { type: "string", pattern: '^"[A-Za-z0-9_-]{27}"$' },
  },
  "Retry-After": {
    description: "Seconds to wait before sending the request again.",
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
    description: "The name of the file (RFC 6266).",
    required: true,
    schema: { type: "string", pattern: "^attachment; filename=" },
  },
  "X-Accel-Buffering": {
    description: "`no`: proxies must neither buffer nor store the answer.",
    required: true,
    schema: { type: "string", const: "no" },
  },
} as const satisfies Record<string, JsonObject>;

export type ResponseHeader = keyof typeof RESPONSE_HEADERS;

/** The `headers` of an answer: these, and the one that every answer has. */
export function responseHeaders(names: readonly ResponseHeader[] = []): JsonObject {
  return Object.fromEntries(
    (["X-Request-Id", ...names] as const).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
}

interface ProblemNotes {
  /** When the server answers with it, and what helps. */
  description: string;
  headers?: readonly ResponseHeader[];
  /** An example entry of `errors`, for problems that always have them. */
  error?: { path: string; message: string };
}

/** The problems of operations. `method-not-allowed` belongs to none: the address does not have that method. */
export type OperationProblem = Exclude<ProblemCode, "method-not-allowed">;

const PROBLEM_NOTES: Record<OperationProblem, ProblemNotes> = {
  "invalid-request": {
    description:
      "The body is not JSON, or a field, parameter or header is invalid: see `errors`. Repeating the request does not help.",
    error: { path: "user_ids.3", message: "must be a UUID" },
  },
  unauthorized: {
    description: "There is no valid session or producer key.",
    headers: ["WWW-Authenticate"],
  },
  forbidden: {
    description: "The request comes from another site. A session cookie counts only for this site's own pages.",
  },
  "insufficient-scope": {
    description: "The key is valid but lacks the scope that `detail` names.",
    headers: ["WWW-Authenticate"],
  },
  "not-found": { description: "It does not exist, or belongs to somebody else. Nothing was changed." },
  "key-reused": { description: "This `Idempotency-Key` was used before for another request. Nothing was done." },
  "body-too-large": { description: "The body has more than 1 MiB." },
  "unsupported-media-type": { description: "The body is not `application/json`, or is compressed." },
  "unknown-users": {
    description: "`errors` names each user who does not exist. Nobody was notified.",
    error: { path: "user_ids.3", message: "no user 0190a1b0-0000-7000-8000-00000000dead" },
  },
  "too-many-streams": { description: "This user has too many streams open.", headers: ["Retry-After"] },
  "rate-limited": {
    description: "This producer sends too many notifications. Only appended notifications count.",
    headers: ["Retry-After"],
  },
  internal: {
    description:
      "A fault of this server, which has logged it. The request may or may not have taken effect: repeat it.",
  },
  unavailable: {
    description:
      "Something that the request needs is unavailable for a moment. The request may or may not have taken effect: repeat it.",
    headers: ["Retry-After"],
  },
};

/** The entry of a problem in the `responses` of an operation. */
export function problemEntry(code: OperationProblem): [status: number, response: JsonObject] {
  return [PROBLEMS[code].status, { $ref: `#/components/responses/${code}` }];
}

/** `components.responses`: one response for each problem. */
export function problemResponses(): Record<string, JsonObject> {
  return Object.fromEntries(
    Object.entries(PROBLEM_NOTES).map(([code, { description, headers, error }]) => {
      const { status, title } = PROBLEMS[code as OperationProblem];
      const type = problemType(code as OperationProblem);
      const constants = { type: { const: type }, title: { const: title }, status: { const: status } };
      const narrowed = { type: "object", properties: constants, required: error ? ["detail", "errors"] : ["detail"] };
      const example = { type, title, status, detail: description, ...(error && { errors: [error] }) };
      return [
        code,
        {
          description,
          headers: responseHeaders(headers),
          content: { "application/problem+json": { schema: { allOf: [schemaRef("Problem"), narrowed] }, example } },
        },
      ];
    }),
  );
}
