import { AppendHeaders, UserPath } from "../../../contract";
import type { Operation } from "../operation";
import { parametersOf } from "../parameters";
import { schemaRef } from "../schemas";

const append: Operation = {
  method: "post",
  path: "/api/internal/notifications",
  operationId: "append",
  tag: "producers",
  summary: "Notify one user or many",
  description:
    "All are notified or none. Retry with the same `Idempotency-Key` after a 429, a 5xx or a connection that broke: nobody is " +
    "notified twice, and the answer is that of the first time. After another 4xx a retry does not help.",
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
      content: { "application/json": { schema: schemaRef("AppendResponse") } },
    },
  },
  problems: ["key-reused", "unknown-users", "rate-limited", "internal", "unavailable"],
};

const ofOneUser = parametersOf(UserPath, "path", {
  id: { description: "The user.", schema: schemaRef("Id") },
});

const exportAll: Operation = {
  method: "get",
  path: "/api/internal/users/{id}/notifications",
  operationId: "export",
  tag: "producers",
  summary: "Export all notifications of a user",
  description:
    "Read or not, oldest first, as they are read from the database: of any number. What cannot be brought to its end breaks " +
    "off, and is no whole JSON then. A user who has none, or never had, has an empty array.",
  callers: "privacy",
  parameters: ofOneUser,
  answers: {
    200: {
      description: "All of them up to a position, which is the feed's when it began.",
      headers: ["X-Last-Event-ID", "Content-Disposition", "X-Accel-Buffering"],
      content: { "application/json": { schema: { type: "array", items: schemaRef("ListedNotification") } } },
    },
  },
  problems: ["invalid-request", "internal", "unavailable"],
};

const erase: Operation = {
  method: "delete",
  path: "/api/internal/users/{id}/notifications",
  operationId: "erase",
  tag: "producers",
  summary: "Erase all notifications of a user",
  description:
    "Read or not; open pages are told and empty themselves. Can be repeated, and must be after a 5xx. A user who has none, or " +
    "never had, is no error.",
  callers: "privacy",
  parameters: ofOneUser,
  answers: { 204: { description: "All of them are gone." } },
  problems: ["invalid-request", "internal", "unavailable"],
};

const endStreams: Operation = {
  method: "delete",
  path: "/api/internal/users/{id}/streams",
  operationId: "endStreams",
  tag: "producers",
  summary: "End the open streams of a user",
  description:
    "On every instance, for a session that has ended or a user who is locked. Each client comes back at once with its position, and " +
    "is let in only with a session that is valid then; it misses nothing. A user who has no stream, or never had, is no error.",
  callers: "send",
  parameters: ofOneUser,
  answers: { 204: { description: "They have been told to end." } },
  problems: ["invalid-request", "unavailable"],
};

export const PRODUCER_OPERATIONS: readonly Operation[] = [append, exportAll, erase, endStreams];
