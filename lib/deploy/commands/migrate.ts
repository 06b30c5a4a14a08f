import { EncodingError } from "@/db/identity";
import { migrate } from "@/db/migrate";

import { databaseUrl } from "../database-url";

try {
  await migrate(databaseUrl(), { report: (line) => console.log(line) });
} catch (error) {
  if (error instanceof EncodingError) console.error(`DATABASE_URL ${error.message}`);
  else console.error(error instanceof Error ? error.message || error.name : error);
  process.exit(1);
}
console.log("The database has the newest schema.");
