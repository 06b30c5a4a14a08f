import { connect } from "@/db/connection/client";
import { DEMO_USERS } from "@/lib/demo/users";

/** Adds the demo users that are missing. */
export async function seed(databaseUrl: string): Promise<void> {
  // Assumes a pooler, so that it works with and without one.
  const sql = connect(databaseUrl, { max: 1, pooler: true });
  try {
    await sql`insert into public.users ${sql(DEMO_USERS.map(({ id, name }) => ({ id, name })))} on conflict do nothing`;
  } finally {
    await sql.end();
  }
}
