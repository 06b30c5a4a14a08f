import * as z from "zod/mini";

import type { Scope } from "../producer-keys";
import { problemEntry, responseHeaders, type OperationProblem, type ResponseHeader } from "./responses";
import { schemaRef, type JsonObject, type SchemaName } from "./schemas";

interface Answer {
  description: string;
  headers?: readonly ResponseHeader[];
  /** By media type. */
  content?: JsonObject;
}

/** By method and path. */
export type Operations = Readonly<Record<`${"GET" | "POST" | "DELETE"} /${string}`, Operation>>;

/** Everything that one method of one address accepts and answers. */
export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  callers: keyof typeof CALLERS;
  parameters?: readonly JsonObject[];
  body?: SchemaName;
  /** The answers of success, by status. */
  answers: Readonly<Record<number, Answer>>;
  /** The problems besides those of the callers and the body. */
  problems: readonly OperationProblem[];
}

/** The `security` of each kind of caller, of which one scheme is enough, and the problems of a refused caller. */
const CALLERS = {
  anyone: { security: [], problems: [] },
  user: { security: [{ session: [] }, { bearer: [] }], problems: ["unauthorized", "forbidden"] },
  send: producerWith("send"),
  privacy: producerWith("privacy"),
  metrics: producerWith("metrics"),
} as const satisfies Record<string, { security: object; problems: readonly OperationProblem[] }>;

function producerWith(scope: Scope) {
  return { security: [{ producerKey: [scope] }], problems: ["unauthorized", "insufficient-scope"] } as const;
}

const PROBLEMS_OF_A_BODY = ["invalid-request", "body-too-large", "unsupported-media-type"] as const;

export const SECURITY_SCHEMES = {
  session: { type: "apiKey", in: "cookie", name: "session", description: "A JWT; see `bearer`." },
  bearer: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description:
      "`sub` is the user's uuid and `exp` is required. Signed with HS256 and `AUTH_SECRET`, or by the identity provider of " +
      "`AUTH_JWKS_URL`.",
  },
  producerKey: {
    type: "http",
    scheme: "bearer",
    description: "A key of `INTERNAL_API_KEYS` with the named scope.",
  },
};

/** The operation as an entry of `paths`. */
export function operationObject(tag: string, operation: Operation): JsonObject {
  const { operationId, summary, description, callers, parameters, body, answers, problems } = operation;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: CALLERS[callers].security,
    ...(parameters && { parameters }),
    ...(body && { requestBody: { required: true, content: json(schemaRef(body)) } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, { description, headers, content }]) => [
          status,
          { description, headers: responseHeaders(headers), ...(content && { content }) },
        ]),
      ),
      ...Object.fromEntries(
        [...CALLERS[callers].problems, ...(body ? PROBLEMS_OF_A_BODY : []), ...problems].map(problemEntry),
      ),
    },
  };
}

/** The `content` of a body in JSON. */
export function json(schema: object, more: JsonObject = {}): JsonObject {
  return { "application/json": { schema, ...more } };
}

/** Parameters that zod checks. Their names and forms come from `schema`, the rest from `notes`. */
export function parametersOf<Schema extends z.ZodMiniObject>(
  schema: Schema,
  place: "query" | "header" | "path",
  notes: Readonly<Record<keyof z.input<Schema>, JsonObject>>,
): JsonObject[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input" });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: property,
    ...notes[name as keyof z.input<Schema>],
  }));
}
