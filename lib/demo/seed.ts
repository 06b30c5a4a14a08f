import { connect } from "@/db/connection/client";
import { DEMO_USERS } from "@/lib/demo/users";

/** Adds the demo users where they are missing. */
export async function seed(databaseUrl: string): Promise<void> {
  // As through a pooler, so that it works through one too.
  const sql = connect(databaseUrl, { max: 1, pooler: true });
  try {
    await sql`insert into public.users ${sql(DEMO_USERS.map(({ id, name }) => ({ id, name })))} on conflict do nothing`;
  } finally {
    await sql.end();
  }
}
