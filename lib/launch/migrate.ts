import { migrate } from "@/db/migrate";

import { databaseUrl } from "./database-url";

await migrate(databaseUrl());
console.log("The database has the newest schema.");
