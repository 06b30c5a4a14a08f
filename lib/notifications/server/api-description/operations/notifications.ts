import { ListQuery } from "../../../contract";
import { LIST_PATH, READ_PATH, STREAM_PATH } from "../../../protocol";
import type { Operation } from "../operation";
import { parametersOf } from "../parameters";
import { schemaRef } from "../schemas";

const meantFor = {
  description: "Whom a page was made for. When the session has become somebody else's since, the answer is 401.",
  schema: schemaRef("Id"),
};

const list: Operation = {
  method: "get",
  path: LIST_PATH,
  operationId: "list",
  tag: "notifications",
  summary: "Notifications, newest first",
  description: "Unknown parameters are refused, and so are those given twice.",
  callers: "user",
  parameters: [
    ...parametersOf(ListQuery, "query", {
      status: { description: "Unread ones only, or all." },
      limit: {
        description: "How many, at most.",
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
      description: "A page of them, as of one moment.",
      headers: ["X-Unread-Count", "X-Last-Event-ID", "ETag", "Link"],
      content: {
        "application/json": { schema: { type: "array", maxItems: 100, items: schemaRef("ListedNotification") } },
      },
    },
    304: {
      description: "Nothing has changed since.",
      headers: ["X-Unread-Count", "X-Last-Event-ID", "ETag", "Link"],
    },
  },
  problems: ["invalid-request", "internal", "unavailable"],
};

const read: Operation = {
  method: "post",
  path: READ_PATH,
  operationId: "markRead",
  tag: "notifications",
  summary: "Acknowledge notifications",
  description: "All that are named or none, and again when repeated.",
  callers: "user",
  parameters: [{ name: "user", in: "query", ...meantFor }],
  body: "ReadRequest",
  answers: { 204: { description: "They are read.", headers: ["X-Last-Event-ID"] } },
  problems: ["not-found", "internal", "unavailable"],
};

/** What the stream looks like, for people: OpenAPI 3.1 has no words for events. */
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

const stream: Operation = {
  method: "get",
  path: STREAM_PATH,
  operationId: "stream",
  tag: "notifications",
  summary: "Every change, as server-sent events",
  description: `Every change of the user's feed after a position, once, in order; the \`id\` of an event is its position. The events themselves are described in [the AsyncAPI document](/api/asyncapi.json).

- A notification is the default event, what an \`EventSource\` gets in \`onmessage\`. It adds one to the unread count.
- \`read\`: these were acknowledged. It takes as many off.
- \`sync\` ends the catch-up of every connection. \`complete:false\` means: drop your list and fetch it.
- \`ping\` comes one to two seconds after a \`sync\`, then every 15 seconds. Silence for much longer is a dead connection.

Without a position the stream starts now. A position that cannot be read is no error, but \`complete:false\`. The stream ends with the first \`ping\` after the session has ended.`,
  callers: "user",
  parameters: [
    {
      name: "Last-Event-ID",
      in: "header",
      description: "The last `id` that was received, as an `EventSource` sends it when it connects again.",
      schema: { type: "string" },
      example: "42",
    },
    {
      name: "last_event_id",
      in: "query",
      description: "The same for a new `EventSource`, which cannot send the header. The header counts more.",
      schema: { type: "string" },
      example: "42",
    },
    { name: "user", in: "query", ...meantFor },
  ],
  answers: {
    200: {
      description: "The stream, which has no end of its own.",
      headers: ["X-Accel-Buffering"],
      content: { "text/event-stream": { schema: { type: "string" }, example: EVENTS } },
    },
  },
  problems: ["too-many-streams", "unavailable"],
};

export const NOTIFICATION_OPERATIONS: readonly Operation[] = [list, read, stream];
