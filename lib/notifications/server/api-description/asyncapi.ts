import { SESSION_COOKIE, STREAM_PATH } from "../../protocol";
import type { JsonObject } from "./noted-schemas";
import { VERSION } from "./openapi";
import { schemaRef, schemas, type SchemaName } from "./schemas";

const DESCRIPTION =
  "The changes of one user's notifications, as server-sent events (WHATWG HTML, section 9.2). The `data` of an event is the " +
  "payload, its `id` and `event` are the headers. How a stream is opened, and what else there is, is described in " +
  "[the OpenAPI document](/api/openapi.json).";

const position = { ...schemaRef("Position"), description: "What to send in `Last-Event-ID` to go on after this." };

/** What a client of the stream receives, as AsyncAPI 3.0. */
export function asyncApiDocument(): JsonObject {
  return {
    asyncapi: "3.0.0",
    info: { title: "Notification stream", version: VERSION, description: DESCRIPTION },
    defaultContentType: "application/json",
    channels: {
      stream: {
        address: STREAM_PATH,
        title: "Every change after a position, once, in order",
        messages: {
          notification: reference("messages/notification"),
          read: reference("messages/read"),
          sync: reference("messages/sync"),
          ping: reference("messages/ping"),
        },
      },
    },
    operations: {
      deliver: {
        action: "send",
        channel: { $ref: "#/channels/stream" },
        summary: "Deliver what happens to a user's notifications",
        security: [reference("securitySchemes/session"), reference("securitySchemes/bearer")],
        bindings: { http: { method: "GET", bindingVersion: "0.3.0" } },
      },
    },
    components: {
      messages: {
        notification: message("NotificationEvent", "A new notification. Adds one to the unread count.", {
          id: position,
        }),
        read: message("ReadEvent", "These became read, up to 500 in one event. Takes as many off the unread count.", {
          id: position,
          event: { const: "read" },
        }),
        sync: message(
          "SyncEvent",
          "The end of a catch-up. `complete` false: drop your list and fetch it; it comes on its own when the user's data was erased.",
          { id: position, event: { const: "sync" } },
        ),
        ping: {
          summary: "One to two seconds after a sync, then every 15 seconds, so that silence is a dead connection.",
          headers: headers({ event: { const: "ping" } }),
          payload: { type: "object", maxProperties: 0 },
          examples: [{ payload: {} }],
        },
      },
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

/** The fields of an event beside its data. A notification has no `event`: it is the default one. */
function headers(fields: JsonObject): JsonObject {
  return { type: "object", properties: fields, required: Object.keys(fields) };
}

function reference(to: string): { $ref: string } {
  return { $ref: `#/components/${to}` };
}
