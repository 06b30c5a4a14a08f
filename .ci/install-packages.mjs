// Installs the packages of .ci/debian-packages the way the tests do, with none of the services they bring started. Runs with tsx.
import { readFileSync } from "node:fs";

import { installDebianPackages } from "@/tests/support/programs/system-program";

const lines = readFileSync(new URL("debian-packages", import.meta.url), "utf8")
  .trim()
  .split("\n");
installDebianPackages(lines.filter((line) => !line.startsWith("#")));
