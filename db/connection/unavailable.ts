import { isConnectError } from "./session";

/** Codes of postgres.js, Node and our own pool when there is no usable connection. */
const CONNECTION_CODES = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "CONNECT_TIMEOUT",
  "DEADLINE_EXCEEDED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
  "POOL_BUSY",
]);

/**
 * SQLSTATE classes and codes (PostgreSQL manual, appendix A) that a retry can cure: connection lost (08),
 * resources exhausted (53), shutting down or starting (57P), statement timeout (57014), lock timeout (55P03), read-only
 * standby (25006), a transaction that was idle (25P03) or open (25P04) for too long, rolled back for the sake of others or
 * of replication (40), a database closed to connections (55000); and, from a pooler that has let us in, a role that is
 * refused (28) or a database that is not there (3D).
 */
const PASSING_SQLSTATE = /^(08|28|3D|40|53|57P|57014$|55P03$|25006$|25P03$|25P04$|55000$)/;

/** True when the database could not do the work now, and nothing is wrong with the request. */
export function isUnavailable(error: unknown): error is { code: string } {
  // Whatever the reason: nothing of a request has reached the database.
  if (isConnectError(error)) return true;
  if (typeof error !== "object" || error === null || !("code" in error)) return false;
  const { code } = error;
  return typeof code === "string" && (CONNECTION_CODES.has(code) || PASSING_SQLSTATE.test(code));
}
