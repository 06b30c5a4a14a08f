import nextEnv from "@next/env";

import { DatabaseUrlError, parseDatabaseUrl } from "@/db/connection/database-url";

/** DATABASE_URL from the environment or from the `.env` files Next reads. Exits with one line if it cannot be used. */
export function databaseUrl(): string {
  nextEnv.loadEnvConfig(process.cwd());
  const url = process.env["DATABASE_URL"] ?? "";
  try {
    parseDatabaseUrl(url);
    return url;
  } catch (error) {
    if (!(error instanceof DatabaseUrlError)) throw error;
    console.error(`DATABASE_URL ${error.message}`);
    process.exit(1);
  }
}
