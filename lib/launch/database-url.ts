import nextEnv from "@next/env";

/** DATABASE_URL from the environment or from the `.env` files Next reads. Exits with one line when there is none. */
export function databaseUrl(): string {
  nextEnv.loadEnvConfig(process.cwd());
  const url = process.env["DATABASE_URL"];
  if (url) return url;
  console.error("DATABASE_URL is missing: set it to postgresql://user:password@host:5432/database");
  process.exit(1);
}
