import { databaseUrl, runCommand } from "@/lib/deploy/command";

import { seed } from "../seed";

await runCommand(async () => {
  await seed(databaseUrl());
  return "The demo users are there.";
});
