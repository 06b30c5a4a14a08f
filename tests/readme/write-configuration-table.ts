import { readFileSync, writeFileSync } from "node:fs";

import { README, withConfigurationTable } from "./configuration-table";

writeFileSync(README, withConfigurationTable(readFileSync(README, "utf8")));
