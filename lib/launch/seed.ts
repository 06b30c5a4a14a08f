import { seed } from "@/db/seed";

import { databaseUrl } from "./database-url";

await seed(databaseUrl());
console.log("The demo users are there.");
