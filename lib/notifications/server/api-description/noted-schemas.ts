import type * as z from "zod/mini";

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

/** A document in JSON, or a part of one. */
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
 * The schemas of the contract that the documents show, by name, and what is said of them there beside what zod knows: words
 * for people, and those keywords of JSON Schema that stand for a check zod cannot translate. None of them may refuse what
 * the contract takes.
 */
export const NOTED = {
  Id: [Id, { description: "A UUID. Answers have it in lower case.", examples: [USER_ID] }],
  Position: [
    Position,
    {
      description:
        "A place in a user's feed: the number of a change, 0 before the first one. A string, as ids of server-sent events are. " +
        "At most 9007199254740991.",
      examples: ["42"],
    },
  ],
  Time: [Time, { description: "ISO 8601 in UTC, with milliseconds.", pattern: "\\.\\d{3}Z$", examples: [TIME] }],
  Type: [Type, { description: "What kind of event it is, in the producer's own words.", examples: ["order.shipped"] }],
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
        "characters. A path is resolved as browsers do it, and must not lead to another site then: `/.//evil.test` does.",
      pattern:
        "^(?:/(?![/\\\\])|[hH][tT][tT][pP][sS]://)[^\\u0000-\\u0020\\u007f-\\u009f\\u2028\\u2029\\ud800-\\udfff]*$",
      examples: ["/orders/7"],
    },
  ],
  Notification: [Notification, { examples: [{ ...NOTIFICATION, link: "/orders/7" }] }],
  ListedNotification: [
    ListedNotification,
    {
      description: "A notification; `read_at` is there only with `status=all`, and null while it is unread.",
      examples: [NOTIFICATION, { ...NOTIFICATION, read_at: null }],
    },
  ],
  ReadRequest: [
    ReadRequest,
    {
      description: "Exactly one of the three: one notification, up to 500, or all up to and including a position.",
      oneOf: [{ required: ["id"] }, { required: ["ids"] }, { required: ["through"] }],
      examples: [{ id: NOTIFICATION_ID }, { ids: [NOTIFICATION_ID] }, { through: "42" }],
    },
  ],
  AppendRequest: [
    AppendRequest,
    {
      description:
        "One message for one user (`user_id`) or for up to 10,000 (`user_ids`): exactly one of the two. A user named twice is notified once.",
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
      description: "In the order in which the users were named.",
      examples: [{ notifications: [{ id: NOTIFICATION_ID, user_id: USER_ID, created_at: TIME }] }],
    },
  ],
  SessionRequest: [SessionRequest, { examples: [{ user_id: USER_ID }] }],
  Problem: [
    Problem,
    {
      description:
        "RFC 9457 problem details. `type` says which problem it is; `errors` names each part of the input that is wrong, as a " +
        "path such as `user_ids.3`.",
    },
  ],
  NotificationEvent: [NotificationEvent, { examples: [{ type: "NOTIFICATION", payload: NOTIFICATION }] }],
  ReadEvent: [ReadEvent, { examples: [{ type: "READ", payload: { ids: [NOTIFICATION_ID], read_at: TIME } }] }],
  SyncEvent: [
    SyncEvent,
    { examples: [{ type: "SYNC", payload: { position: "43", replayed: 2, complete: true, unread: 3 } }] },
  ],
} as const satisfies Record<string, readonly [z.ZodMiniType, JsonObject]>;
