/** Codes of postgres.js, Node and our own deadline when there is no usable connection. */
const CONNECTION_CODES = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "CONNECT_TIMEOUT",
  "DEADLINE_EXCEEDED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
]);

/**
 * SQLSTATE classes and codes (PostgreSQL manual, appendix A) that a retry can cure: connection lost (08),
 * resources exhausted (53), shutting down or starting (57P), statement timeout (57014), read-only standby (25006), a
 * database closed to connections (55000).
 */
const PASSING_SQLSTATE = /^(08|53|57P|57014$|25006$|55000$)/;

/** True when the database could not do the work now, and nothing is wrong with the request. */
export function isUnavailable(error: unknown): boolean {
  if (typeof error !== "object" || error === null || !("code" in error)) return false;
  const { code } = error;
  return typeof code === "string" && (CONNECTION_CODES.has(code) || PASSING_SQLSTATE.test(code));
}
