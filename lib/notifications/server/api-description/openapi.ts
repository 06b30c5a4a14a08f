import type { JsonObject } from "./noted-schemas";
import { operationObject, SECURITY_SCHEMES, TAGS, type Operation } from "./operation";
import { DEMO_OPERATIONS } from "./operations/demo";
import { DOCUMENT_OPERATIONS } from "./operations/documents";
import { NOTIFICATION_OPERATIONS } from "./operations/notifications";
import { OPERATOR_OPERATIONS } from "./operations/operators";
import { PRODUCER_OPERATIONS } from "./operations/producers";
import { problemResponses } from "./problem-responses";
import { RESPONSE_HEADERS } from "./response-headers";
import { schemas } from "./schemas";

export const VERSION = "1.0.0";

const DESCRIPTION = `Notifications in JSON, with names in snake_case and times in ISO 8601, UTC.

**Every error** is RFC 9457 \`application/problem+json\`: \`type\` says which problem it is. A 4xx means that nothing was done. A 5xx, like a connection that breaks, leaves it open: repeat the request. 429 and 503 say in \`Retry-After\` when.

**At every address** another method than those listed is 405 with \`Allow\`, and \`OPTIONS\` is 204 with the same. Where there is GET, HEAD is answered alike, without the body. Any other address under \`/api\` is 404.

**Every request** may bring a name of its own in \`X-Request-Id\` (1 to 64 of \`A-Z a-z 0-9 . _ -\`), which the answer repeats and the log has.

Only what is refused before any of this looks at it has another form: what is no HTTP, more than 16 KiB of headers (431), the \`RSC\` header of Next's own pages (307), a target with a trailing slash (308).`;

const OPERATIONS: readonly Operation[] = [
  ...PRODUCER_OPERATIONS,
  ...NOTIFICATION_OPERATIONS,
  ...OPERATOR_OPERATIONS,
  ...DOCUMENT_OPERATIONS,
  ...DEMO_OPERATIONS,
];

/** What every route takes and answers, as OpenAPI 3.1. */
export function openApiDocument(): JsonObject {
  return {
    openapi: "3.1.1",
    info: { title: "Notifications", version: VERSION, description: DESCRIPTION },
    servers: [{ url: "/" }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
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
  for (const operation of OPERATIONS) (byPath[operation.path] ??= {})[operation.method] = operationObject(operation);
  return byPath;
}
