import postgres from "postgres";

/**
 * SQLSTATEs of what others made impossible while it was done: serialization_failure, deadlock_detected, and
 * foreign_key_violation, when a row was deleted after it had been looked at.
 */
const ROLLED_BACK = new Set(["40001", "40P01", "23503"]);

/** True if Postgres has undone the work because of what others did meanwhile: done again, it sees that. */
export function isRolledBack(error: unknown): boolean {
  return error instanceof postgres.PostgresError && ROLLED_BACK.has(error.code);
}
