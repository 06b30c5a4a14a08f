import { DEMO_OPERATIONS } from "./demo-operations";
import { operationObject, SECURITY_SCHEMES, type Operations } from "./operation";
import { DOCUMENT_OPERATIONS, OPERATOR_OPERATIONS } from "./operator-operations";
import { PRODUCER_OPERATIONS } from "./producer-operations";
import { problemResponses, RESPONSE_HEADERS } from "./responses";
import { schemas, type JsonObject } from "./schemas";
import { USER_OPERATIONS } from "./user-operations";

export const VERSION = "1.0.0";

const DESCRIPTION = `Notifications in JSON, with names in snake_case and times in ISO 8601, UTC.

**Every error** is RFC 9457 \`application/problem+json\`; its \`type\` identifies the problem. After a 4xx nothing was done. After a 5xx or a broken connection the request may or may not have taken effect: repeat it. \`Retry-After\` of a 429 or 503 says when.

**Every address** answers a method that is not listed with 405 and \`Allow\`, and \`OPTIONS\` with 204 and the same. Where there is GET, HEAD has the same answer without the body. Any other address under \`/api\` is 404.

**Every request** may bring a name in \`X-Request-Id\` (1 to 64 of \`A-Z a-z 0-9 . _ -\`). The answer repeats it and the log contains it.

Only requests that are refused earlier have another form: invalid HTTP, more than 16 KiB of headers (431), the \`RSC\` header of Next's own pages (307), a target with a trailing slash (308).`;

/** The operations of each tag. */
const TAGS: Readonly<Record<string, { description: string; operations: Operations }>> = {
  producers: {
    description: "For backend services, with a key of `INTERNAL_API_KEYS`.",
    operations: PRODUCER_OPERATIONS,
  },
  notifications: {
    description: "For the signed-in user: a page, or an app with a token.",
    operations: USER_OPERATIONS,
  },
  operations: { description: "For operators.", operations: OPERATOR_OPERATIONS },
  documents: { description: "The descriptions of this API.", operations: DOCUMENT_OPERATIONS },
  demo: {
    description: "Only in demos, with `DEMO=1`. Elsewhere each of these answers 404.",
    operations: DEMO_OPERATIONS,
  },
};

/** Everything that the routes accept and answer, as OpenAPI 3.1. */
export function openApiDocument(): JsonObject {
  return {
    openapi: "3.1.1",
    info: { title: "Notifications", version: VERSION, description: DESCRIPTION },
    servers: [{ url: "/" }],
    tags: Object.entries(TAGS).map(([name, { description }]) => ({ name, description })),
    paths: paths(),
    components: {
      schemas: schemas([
        "Id",
        "Position",
        "Time",
        "Type",
        "Message",
        "Link",
        "ListedNotification",
        "ReadRequest",
        "AppendRequest",
        "AppendResponse",
        "SessionRequest",
        "Problem",
      ]),
      responses: problemResponses(),
      headers: RESPONSE_HEADERS,
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

function paths(): JsonObject {
  const byPath: Record<string, JsonObject> = {};
  for (const [tag, { operations }] of Object.entries(TAGS))
    for (const [address, operation] of Object.entries(operations)) {
      const [method = "", path = ""] = address.split(" ");
      (byPath[path] ??= {})[method.toLowerCase()] = operationObject(tag, operation);
    }
  return byPath;
}
