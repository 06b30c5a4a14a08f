import * as z from "zod/mini";

import {
  AppendRequest,
  AppendResponse,
  Id,
  Link,
  ListedNotification,
  Message,
  Notification,
  NotificationEvent,
  Position,
  Problem,
  ReadEvent,
  ReadRequest,
  SessionRequest,
  SyncEvent,
  Time,
  Type,
} from "../../contract";

/** A document in JSON, or a part of it. */
export type JsonObject = Record<string, unknown>;

const USER_ID = "0190a1b0-0000-7000-8000-000000000001";
const NOTIFICATION_ID = "01a20507-5a6a-7c3e-9c1d-0242ac120002";
const TIME = "2026-11-22T20:51:18.074Z";
const NOTIFICATION = {
  id: NOTIFICATION_ID,
  message: "Order 7 has shipped",
  type: "order.shipped",
  created_at: TIME,
};

/**
 * The schemas of the contract that the documents show. Each has the notes that zod cannot derive: descriptions, examples, and
 * keywords of JSON Schema for checks that zod does not translate. A note must not refuse what the contract accepts.
 */
export const DOCUMENTED = {
  Id: [Id, { description: "A UUID. Answers have it in lower case.", examples: [USER_ID] }],
  Position: [
    Position,
    {
      description:
        "A place in a user's feed: the number of a change, or 0 before the first one. A string, like the id of a server-sent event. " +
        "At most 9007199254740991.",
      examples: ["42"],
    },
  ],
  Time: [Time, { description: "ISO 8601 in UTC, with milliseconds.", pattern: "\\.\\d{3}Z$", examples: [TIME] }],
  Type: [Type, { description: "The kind of event, named by the producer.", examples: ["order.shipped"] }],
  Message: [
    Message,
    {
      description: "Plain text of 1 to 2,000 characters (code points), without NUL and without lone surrogates.",
      maxLength: 2_000,
      pattern: "^[^\\u0000\\ud800-\\udfff]*$",
      examples: ["Order 7 has shipped"],
    },
  ],
  Link: [
    Link,
    {
      description:
        "A path on this site or an https URL, of at most 2,048 UTF-16 code units and without white space or control " +
        "characters. The server resolves a path as a browser does. It must not lead to another site, as `/.//evil.test` does.",
      pattern:
        "^(?:/(?![/\\\\])|[hH][tT][tT][pP][sS]://)[^\\u0000-\\u0020\\u007f-\\u009f\\u2028\\u2029\\ud800-\\udfff]*$",
      examples: ["/orders/7"],
    },
  ],
  Notification: [Notification, { examples: [{ ...NOTIFICATION, link: "/orders/7" }] }],
  ListedNotification: [
    ListedNotification,
    {
      description:
        "A notification. Only lists with `status=all` have `read_at`; it is null while the notification is unread.",
      examples: [NOTIFICATION, { ...NOTIFICATION, read_at: null }],
    },
  ],
  ReadRequest: [
    ReadRequest,
    {
      description:
        "Exactly one of `id` (one notification), `ids` (up to 500) and `through` (all up to and including a position).",
      oneOf: [{ required: ["id"] }, { required: ["ids"] }, { required: ["through"] }],
      examples: [{ id: NOTIFICATION_ID }, { ids: [NOTIFICATION_ID] }, { through: "42" }],
    },
  ],
  AppendRequest: [
    AppendRequest,
    {
      description:
        "One message for one user (`user_id`) or for up to 10,000 users (`user_ids`): give exactly one of the two. A user named twice is notified once.",
      oneOf: [{ required: ["user_id"] }, { required: ["user_ids"] }],
      examples: [
        { user_id: USER_ID, type: "order.shipped", message: "Order 7 has shipped", link: "/orders/7" },
        { user_ids: [USER_ID], type: "maintenance", message: "Back in an hour" },
      ],
    },
  ],
  AppendResponse: [
    AppendResponse,
    {
      description: "In the order of the users in the request.",
      examples: [{ notifications: [{ id: NOTIFICATION_ID, user_id: USER_ID, created_at: TIME }] }],
    },
  ],
  SessionRequest: [SessionRequest, { examples: [{ user_id: USER_ID }] }],
  Problem: [
    Problem,
    {
      description:
        "RFC 9457 problem details. `type` identifies the problem. `errors` names each invalid part of the input by a path, such " +
        "as `user_ids.3`.",
    },
  ],
  NotificationEvent: [NotificationEvent, { examples: [{ type: "NOTIFICATION", payload: NOTIFICATION }] }],
  ReadEvent: [ReadEvent, { examples: [{ type: "READ", payload: { ids: [NOTIFICATION_ID], read_at: TIME } }] }],
  SyncEvent: [
    SyncEvent,
    { examples: [{ type: "SYNC", payload: { position: "43", replayed: 2, complete: true, unread: 3 } }] },
  ],
} as const satisfies Record<string, readonly [z.ZodMiniType, JsonObject]>;

export type SchemaName = keyof typeof DOCUMENTED;

/** A reference to a schema of the same document. */
export function schemaRef(name: SchemaName): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}

/** `components.schemas` with these schemas, as clients send and receive them. */
export function schemas(names: readonly SchemaName[]): Record<string, JsonObject> {
  const registry = z.registry<{ id: string }>();
  for (const [name, [schema]] of Object.entries(DOCUMENTED)) registry.add(schema, { id: name });
  const notes = new Map<unknown, JsonObject>(Object.values(DOCUMENTED));
  const { schemas: all } = z.toJSONSchema(registry, {
    io: "input",
    uri: (name) => schemaRef(name as SchemaName).$ref,
    override: ({ zodSchema, jsonSchema }) => Object.assign(jsonSchema, notes.get(zodSchema)),
  });
  return Object.fromEntries(
    names.map((name) => {
      const { $schema: _, $id: __, ...schema } = all[name] as JsonObject;
      return [name, schema];
    }),
  );
}
