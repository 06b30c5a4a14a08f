import postgres from "postgres";

/** The database cannot do the work now. `code` names the reason. */
export class UnavailableError extends Error {
  override readonly name: string = "UnavailableError";

  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * No session began: the server is away, refuses us, or is not the one it should be. Nothing of a request has reached it.
 * The code comes from the system, from TLS, or is an SQLSTATE.
 */
export class ConnectError extends UnavailableError {
  override readonly name = "ConnectError";

  constructor(cause: unknown) {
    const { code = "CONNECT_FAILED", message = String(cause) } =
      cause instanceof Error ? (cause as UnavailableError) : {};
    // Node leaves the message empty if it has tried several addresses.
    super(code, message || code, { cause });
  }
}

/** Compares names, since Next loads this module once for the start and once for the routes. */
export function isConnectError(error: unknown): error is ConnectError {
  return error instanceof Error && error.name === "ConnectError";
}

/** Codes of postgres.js and Node for a connection that is lost. */
const LOST = /^(CONNECTION_(CLOSED|DESTROYED|ENDED)|ECONNRESET|EHOSTUNREACH|ENETUNREACH|EPIPE|ETIMEDOUT)$/;

/**
 * SQLSTATE classes and codes (PostgreSQL manual, appendix A) that a retry can cure: connection lost (08), rolled back for
 * the sake of others or of replication (40), resources exhausted (53), shutting down or starting (57P), statement timeout
 * (57014), lock timeout (55P03), a database closed to connections (55000), read-only standby (25006), a transaction that
 * was idle (25P03) or open (25P04) for too long. A pooler that has let us in also reports a role that the server refuses
 * (28) or a database that does not exist (3D).
 */
const PASSING_SQLSTATE = /^(08|28|3D|40|53|57P|57014$|55P03$|25006$|25P03$|25P04$|55000$)/;

/** True if the database could not do the work now, and nothing is wrong with the request. */
export function isUnavailable(error: unknown): error is { code: string } {
  if (!(error instanceof Error)) return false;
  if (error.name === "UnavailableError" || isConnectError(error)) return true;
  return (
    "code" in error && typeof error.code === "string" && (LOST.test(error.code) || PASSING_SQLSTATE.test(error.code))
  );
}

/**
 * SQLSTATEs of work that others made impossible while it was done: serialization_failure, deadlock_detected, and
 * foreign_key_violation if a row is deleted after a statement has looked at it.
 */
const ROLLED_BACK = new Set(["40001", "40P01", "23503"]);

/** True if Postgres has undone the work because of what others did meanwhile. Done again, it sees that. */
export function isRolledBack(error: unknown): boolean {
  return error instanceof postgres.PostgresError && ROLLED_BACK.has(error.code);
}
