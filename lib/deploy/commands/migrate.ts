import { migrate } from "@/db/migrate";

import { databaseUrl, runCommand } from "../command";

await runCommand(async () => {
  await migrate(databaseUrl(), { report: (line) => console.log(line) });
  return "The database has the newest schema.";
});
