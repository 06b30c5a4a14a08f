import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";

import { DEMO_USERS } from "@/lib/demo/users";

import { users } from "./schema";

/** Adds the demo users where they are missing. */
export async function seed(databaseUrl: string): Promise<void> {
  // Unprepared, so that it works through a pooler too.
  const sql = postgres(databaseUrl, { max: 1, prepare: false });
  try {
    await drizzle(sql)
      .insert(users)
      .values([...DEMO_USERS])
      .onConflictDoNothing();
  } finally {
    await sql.end();
  }
}
