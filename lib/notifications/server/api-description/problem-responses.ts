import { PROBLEMS, problemType, type ProblemCode } from "../../problem";
import type { JsonObject } from "./noted-schemas";
import { responseHeaders, type ResponseHeader } from "./response-headers";
import { schemaRef } from "./schemas";

interface Notes {
  /** When it is answered, and what helps. */
  description: string;
  headers?: readonly ResponseHeader[];
  /** What `errors` may hold; it is always there then. */
  error?: { path: string; message: string };
}

/** Problems an operation can answer with. The other, a method that an address does not have, belongs to no operation. */
export type OperationProblem = Exclude<ProblemCode, "method-not-allowed">;

const NOTES: Record<OperationProblem, Notes> = {
  "invalid-request": {
    description: "Not JSON, or a field, parameter or header is wrong: see `errors`. Repeating it does not help.",
    error: { path: "user_ids.3", message: "must be a UUID" },
  },
  unauthorized: {
    description: "No session, or no producer key, that is valid.",
    headers: ["WWW-Authenticate"],
  },
  forbidden: { description: "The cookie counts for this site's own pages only, and this comes from elsewhere." },
  "insufficient-scope": {
    description: "The key is valid, and not for this: `detail` names the scope it needs.",
    headers: ["WWW-Authenticate"],
  },
  "not-found": { description: "There is no such thing, or it is not the caller's. Nothing was changed." },
  "key-reused": { description: "This `Idempotency-Key` was used for another request before. Nothing was done." },
  "body-too-large": { description: "The body has more than 1 MiB." },
  "unsupported-media-type": { description: "The body is not `application/json`, or is compressed." },
  "unknown-users": {
    description: "Users who do not exist, each named in `errors`. Nobody was notified.",
    error: { path: "user_ids.3", message: "no user 0190a1b0-0000-7000-8000-00000000dead" },
  },
  "too-many-streams": { description: "This user has too many streams open.", headers: ["Retry-After"] },
  "rate-limited": {
    description: "This producer sends too much. Only what was appended counts.",
    headers: ["Retry-After"],
  },
  internal: {
    description: "A fault of this server, which has logged it. Whether the request was done is not known: repeat it.",
  },
  unavailable: {
    description: "What the request needs is away for a moment. Whether it was done is not known: repeat it.",
    headers: ["Retry-After"],
  },
};

/** A reference to the answer, to stand under its status. */
export function problemEntry(code: OperationProblem): [status: number, response: JsonObject] {
  return [PROBLEMS[code].status, { $ref: `#/components/responses/${code}` }];
}

/** `components.responses`: what each problem looks like, wherever it is answered. */
export function problemResponses(): Record<string, JsonObject> {
  return Object.fromEntries(
    Object.entries(NOTES).map(([code, { description, headers, error }]) => {
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
