import { AppendHeaders, UserPath } from "../../contract";
import { json, parametersOf, type Operations } from "./operation";
import { schemaRef } from "./schemas";

const ofOneUser = parametersOf(UserPath, "path", { id: { description: "The user.", schema: schemaRef("Id") } });

export const PRODUCER_OPERATIONS: Operations = {
  "POST /api/internal/notifications": {
    operationId: "append",
    summary: "Notify one user or many",
    description:
      "Notifies all users or none. Retry with the same `Idempotency-Key` after a 429, a 5xx or a broken connection: nobody is " +
      "notified twice, and the answer is the first one again. After another 4xx a retry does not help.",
    callers: "send",
    parameters: parametersOf(AppendHeaders, "header", {
      "idempotency-key": {
        name: "Idempotency-Key",
        description:
          "Makes the request safe to repeat, for 24 hours and for this producer: 1 to 255 visible ASCII characters, such as a UUID " +
          "or the name of the event.",
        example: "order-7-shipped",
      },
    }),
    body: "AppendRequest",
    answers: {
      201: {
        description: "Committed; or, for a repeated request, the first answer again.",
        content: json(schemaRef("AppendResponse")),
      },
    },
    problems: ["key-reused", "unknown-users", "rate-limited", "internal", "unavailable"],
  },
  "GET /api/internal/users/{id}/notifications": {
    operationId: "export",
    summary: "Export all notifications of a user",
    description:
      "Any number of notifications, read or unread, oldest first, streamed from the database. An export that fails midway breaks " +
      "off and is not valid JSON. A user without notifications, or an unknown user, has an empty array.",
    callers: "privacy",
    parameters: ofOneUser,
    answers: {
      200: {
        description: "All notifications up to the feed's position when the export began.",
        headers: ["X-Last-Event-ID", "Content-Disposition", "X-Accel-Buffering"],
        content: json({ type: "array", items: schemaRef("ListedNotification") }),
      },
    },
    problems: ["invalid-request", "internal", "unavailable"],
  },
  "DELETE /api/internal/users/{id}/notifications": {
    operationId: "erase",
    summary: "Erase all notifications of a user",
    description:
      "Read or unread. Open pages are told and empty themselves. It is safe to repeat; repeat it after a 5xx. A user without " +
      "notifications, or an unknown user, is no error.",
    callers: "privacy",
    parameters: ofOneUser,
    answers: { 204: { description: "All of them are gone." } },
    problems: ["invalid-request", "internal", "unavailable"],
  },
  "DELETE /api/internal/users/{id}/streams": {
    operationId: "endStreams",
    summary: "End the open streams of a user",
    description:
      "On every instance, for a session that has ended or a user who is locked. Each client reconnects at once with its position. " +
      "It is admitted only with a session that is still valid, and misses nothing. A user without streams, or an unknown user, is " +
      "no error.",
    callers: "send",
    parameters: ofOneUser,
    answers: { 204: { description: "The streams have been told to end." } },
    problems: ["invalid-request", "unavailable"],
  },
};
