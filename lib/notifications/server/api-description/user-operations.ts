import { ListQuery } from "../../contract";
import { LIST_PATH, READ_PATH, STREAM_PATH } from "../../protocol";
import { json, parametersOf, type Operations } from "./operation";
import { schemaRef } from "./schemas";

const meantFor = {
  description: "The user whom the page was made for. The answer is 401 if the session now belongs to somebody else.",
  schema: schemaRef("Id"),
};

/** The stream in an example, because OpenAPI 3.1 cannot describe events. */
const EVENTS = `retry: 2000

id: 42
data: {"type":"NOTIFICATION","payload":{"id":"01a20507-5a6a-7c3e-9c1d-0242ac120002","message":"Order 7 has shipped","type":"order.shipped","created_at":"2026-11-22T20:51:18.074Z"}}

id: 43
event: read
data: {"type":"READ","payload":{"ids":["01a20507-5a6a-7c3e-9c1d-0242ac120002"],"read_at":"2026-11-22T20:52:03.512Z"}}

id: 43
event: sync
data: {"type":"SYNC","payload":{"position":"43","replayed":2,"complete":true,"unread":3}}

event: ping
data: {}

`;

/** The API of signed-in users. */
export const USER_OPERATIONS: Operations = {
  [`GET ${LIST_PATH}`]: {
    operationId: "list",
    summary: "Notifications, newest first",
    description: "Refuses unknown parameters, and parameters given twice.",
    callers: "user",
    parameters: [
      ...parametersOf(ListQuery, "query", {
        status: { description: "Only unread notifications, or all." },
        limit: {
          description: "The largest number of notifications to return.",
          schema: { type: "integer", minimum: 1, maximum: 100, default: 100 },
        },
        before: { description: "From the `Link` of an earlier page." },
        user: meantFor,
      }),
      {
        name: "If-None-Match",
        in: "header",
        description: "The `ETag` of an earlier answer.",
        schema: { type: "string" },
      },
    ],
    answers: {
      200: {
        description: "One page, read at one moment.",
        headers: ["X-Unread-Count", "X-Last-Event-ID", "ETag", "Link"],
        content: json({ type: "array", maxItems: 100, items: schemaRef("ListedNotification") }),
      },
      304: {
        description: "Nothing has changed since the earlier answer.",
        headers: ["X-Unread-Count", "X-Last-Event-ID", "ETag", "Link"],
      },
    },
    problems: ["invalid-request", "internal", "unavailable"],
  },
  [`POST ${READ_PATH}`]: {
    operationId: "markRead",
    summary: "Acknowledge notifications",
    description: "Acknowledges all named notifications or none. It is safe to repeat.",
    callers: "user",
    parameters: [{ name: "user", in: "query", ...meantFor }],
    body: "ReadRequest",
    answers: { 204: { description: "They are read.", headers: ["X-Last-Event-ID"] } },
    problems: ["not-found", "internal", "unavailable"],
  },
  [`GET ${STREAM_PATH}`]: {
    operationId: "stream",
    summary: "Every change, as server-sent events",
    description: `Every change of the user's feed after a position, once, in order. The \`id\` of an event is its position. [The AsyncAPI document](/api/asyncapi.json) describes the events.

- A notification is the default event, which an \`EventSource\` receives in \`onmessage\`. It adds one to the unread count.
- \`read\`: these notifications were acknowledged. It takes as many off the unread count.
- \`sync\` ends the catch-up of every connection. With \`complete:false\`, drop your list and fetch it.
- \`ping\` comes one to two seconds after a \`sync\`, then every 15 seconds. Much longer silence means a dead connection.

Without a position the stream starts now. An unreadable position is no error; it leads to \`complete:false\`. The stream ends with the first \`ping\` after the session has ended.`,
    callers: "user",
    parameters: [
      {
        name: "Last-Event-ID",
        in: "header",
        description: "The last received `id`. An `EventSource` sends it when it reconnects.",
        schema: { type: "string" },
        example: "42",
      },
      {
        name: "last_event_id",
        in: "query",
        description: "The same for a new `EventSource`, which cannot send the header. The header takes precedence.",
        schema: { type: "string" },
        example: "42",
      },
      { name: "user", in: "query", ...meantFor },
    ],
    answers: {
      200: {
        description: "The stream, which does not end by itself.",
        headers: ["X-Accel-Buffering"],
        content: { "text/event-stream": { schema: { type: "string" }, example: EVENTS } },
      },
    },
    problems: ["too-many-streams", "unavailable"],
  },
};
