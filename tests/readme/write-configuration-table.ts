import { readFileSync, writeFileSync } from "node:fs";

import { withConfigurationTable } from "./configuration-table";

writeFileSync("README.md", withConfigurationTable(readFileSync("README.md", "utf8")));
