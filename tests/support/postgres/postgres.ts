import { inject } from "vitest";

import { connect, type Database } from "@/db/connection/client";

import { copyTemplate, type DatabaseSource, type TestDatabase } from "./postgres-server";

/** A fresh, migrated database without rows, for one test file: on the server of the run by default. Drop it in `afterAll`. */
export async function createDatabase(source: DatabaseSource = inject("postgres")): Promise<TestDatabase> {
  return copyTemplate(source);
}

/** The same with a pool for it. Return its `close` from `beforeAll`. */
export async function openDatabase(): Promise<{ sql: Database; close(): Promise<void> }> {
  const database = await createDatabase();
  const sql = connect(database.url, { max: 10 });
  return {
    sql,
    close: async () => {
      await sql.end();
      await database.drop();
    },
  };
}
