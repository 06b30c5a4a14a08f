/** Names and times that server and browser share. They need no schema, so a page knows them without loading zod. */

/**
 * The server sends `event: ping` this often on every stream: a much longer silence means a dead connection. The first ping comes
 * one to two seconds after the `sync`, and shows that nothing on the way holds the stream back.
 */
export const HEARTBEAT_MS = 15_000;

export const SESSION_COOKIE = "session";
export const STREAM_PATH = "/api/notifications/stream";
export const LIST_PATH = "/api/notifications";
export const READ_PATH = "/api/notifications/read";

/** Feed position of a list snapshot, or of the feed after an acknowledgement. */
export const POSITION_HEADER = "X-Last-Event-ID";
export const UNREAD_HEADER = "X-Unread-Count";
