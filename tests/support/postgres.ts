import { inject } from "vitest";

import { copyTemplate, type TestDatabase } from "./postgres-server";

/** A fresh, migrated database without rows, for one test file. Drop it in `afterAll`. */
export async function createDatabase(): Promise<TestDatabase> {
  return copyTemplate(inject("postgres"));
}
