import nextEnv from "@next/env";

import { DatabaseUrlError, parseDatabaseUrl } from "@/db/connection/database-url";
import { EncodingError } from "@/db/identity";

/** Runs a command and prints the line it returns. If it fails, prints one line that says why, and exits with 1. */
export async function runCommand(work: () => Promise<string>): Promise<void> {
  try {
    console.log(await work());
  } catch (error) {
    // Their messages have this variable as their subject.
    const subject = error instanceof DatabaseUrlError || error instanceof EncodingError ? "DATABASE_URL " : "";
    console.error(subject + (error instanceof Error ? error.message || error.name : String(error)));
    process.exit(1);
  }
}

/** DATABASE_URL from the environment or from the `.env` files that Next reads. Throws DatabaseUrlError. */
export function databaseUrl(): string {
  nextEnv.loadEnvConfig(process.cwd());
  const url = process.env["DATABASE_URL"] ?? "";
  parseDatabaseUrl(url);
  return url;
}
