import { SESSION_COOKIE, STREAM_PATH } from "../../protocol";
import { VERSION } from "./openapi";
import { schemaRef, schemas, type JsonObject, type SchemaName } from "./schemas";

const DESCRIPTION =
  "The changes of one user's notifications, as server-sent events (WHATWG HTML, section 9.2). The `data` of an event is the " +
  "payload; its `id` and `event` are the headers. [The OpenAPI document](/api/openapi.json) describes how to open a stream, and " +
  "the rest of the API.";

const position = { ...schemaRef("Position"), description: "Send it in `Last-Event-ID` to continue after this event." };

const MESSAGES = {
  notification: message("NotificationEvent", "A new notification. Adds one to the unread count.", { id: position }),
  read: message("ReadEvent", "Up to 500 notifications became read. Takes as many off the unread count.", {
    id: position,
    event: { const: "read" },
  }),
  sync: message(
    "SyncEvent",
    "Ends a catch-up. With `complete` false, drop your list and fetch it. It also comes when the user's data was erased.",
    { id: position, event: { const: "sync" } },
  ),
  ping: {
    summary: "One to two seconds after a sync, then every 15 seconds, so that silence means a dead connection.",
    headers: headers({ event: { const: "ping" } }),
    payload: { type: "object", maxProperties: 0 },
    examples: [{ payload: {} }],
  },
};

/** The events that a client of the stream receives, as AsyncAPI 3.0. */
export function asyncApiDocument(): JsonObject {
  return {
    asyncapi: "3.0.0",
    info: { title: "Notification stream", version: VERSION, description: DESCRIPTION },
    defaultContentType: "application/json",
    channels: {
      stream: {
        address: STREAM_PATH,
        title: "Every change after a position, once, in order",
        messages: Object.fromEntries(Object.keys(MESSAGES).map((name) => [name, reference(`messages/${name}`)])),
      },
    },
    operations: {
      deliver: {
        action: "send",
        channel: { $ref: "#/channels/stream" },
        summary: "Deliver the changes of a user's notifications",
        security: [reference("securitySchemes/session"), reference("securitySchemes/bearer")],
        bindings: { http: { method: "GET", bindingVersion: "0.3.0" } },
      },
    },
    components: {
      messages: MESSAGES,
      schemas: schemas(["Id", "Position", "Time", "Notification", "NotificationEvent", "ReadEvent", "SyncEvent"]),
      securitySchemes: {
        session: { type: "httpApiKey", in: "cookie", name: SESSION_COOKIE, description: "A JWT." },
        bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
      },
    },
  };
}

function message(schema: SchemaName, summary: string, fields: JsonObject): JsonObject {
  return { summary, headers: headers(fields), payload: schemaRef(schema) };
}

/** The fields of an event besides its data. A notification is the default event, so it has no `event` field. */
function headers(fields: JsonObject): JsonObject {
  return { type: "object", properties: fields, required: Object.keys(fields) };
}

function reference(to: string): { $ref: string } {
  return { $ref: `#/components/${to}` };
}
