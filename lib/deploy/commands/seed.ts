import { seed } from "@/lib/demo/seed";

import { databaseUrl } from "../database-url";

try {
  await seed(databaseUrl());
} catch (error) {
  console.error(error instanceof Error ? error.message || error.name : error);
  process.exit(1);
}
console.log("The demo users are there.");
