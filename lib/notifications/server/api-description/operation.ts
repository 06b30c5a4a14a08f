import type { Scope } from "../env";
import type { JsonObject } from "./noted-schemas";
import { problemEntry, type OperationProblem } from "./problem-responses";
import { responseHeaders, type ResponseHeader } from "./response-headers";
import { schemaRef, type SchemaName } from "./schemas";

/** What is answered when all went well. */
interface Answer {
  description: string;
  headers?: readonly ResponseHeader[];
  /** By media type. */
  content?: JsonObject;
}

/** One method of one address: the only place that says what it may answer. */
export interface Operation {
  method: "get" | "post" | "delete";
  path: string;
  operationId: string;
  tag: Tag;
  summary: string;
  description?: string;
  callers: keyof typeof CALLERS;
  parameters?: readonly JsonObject[];
  body?: SchemaName;
  /** By status. */
  answers: Readonly<Record<number, Answer>>;
  /** Beside those of its caller and its body. */
  problems: readonly OperationProblem[];
}

export const TAGS = {
  producers: "For backend services, with a key of `INTERNAL_API_KEYS`.",
  notifications: "For the signed-in user: a page, or an app with a token.",
  operations: "For those who run it.",
  documents: "What you read.",
  demo: "Only in demos, with `DEMO=1`: elsewhere all of this is 404.",
} as const;

type Tag = keyof typeof TAGS;

/** Each kind of caller: its `security`, of which one scheme will do, and how it may be refused. */
const CALLERS = {
  anyone: { security: [], problems: [] },
  user: { security: [{ session: [] }, { bearer: [] }], problems: ["unauthorized", "forbidden"] },
  send: producerWith("send"),
  privacy: producerWith("privacy"),
  metrics: producerWith("metrics"),
} as const satisfies Record<string, { security: object; problems: readonly OperationProblem[] }>;

/** Backend services, by the scope that their key needs. */
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
    description: "A key of `INTERNAL_API_KEYS` that has the scope named.",
  },
};

/** As `paths` holds it. */
export function operationObject(operation: Operation): JsonObject {
  const { operationId, tag, summary, description, callers, parameters, body, answers, problems } = operation;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: CALLERS[callers].security,
    ...(parameters && { parameters }),
    ...(body && { requestBody: { required: true, content: { "application/json": { schema: schemaRef(body) } } } }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, responseObject(answer)])),
      ...Object.fromEntries(
        [...CALLERS[callers].problems, ...(body ? PROBLEMS_OF_A_BODY : []), ...problems].map(problemEntry),
      ),
    },
  };
}

function responseObject({ description, headers, content }: Answer): JsonObject {
  return { description, headers: responseHeaders(headers), ...(content && { content }) };
}
