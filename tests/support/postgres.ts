import { inject } from "vitest";

import { copyTemplate, type DatabaseSource, type TestDatabase } from "./postgres-server";

/** A fresh, migrated database without rows, for one test file: on the server of the run by default. Drop it in `afterAll`. */
export async function createDatabase(source: DatabaseSource = inject("postgres")): Promise<TestDatabase> {
  return copyTemplate(source);
}
