/**
 * Fails when a package the server runs with has a known flaw rated high or critical. A registry that cannot be reached, or
 * that answers no audits, as many mirrors do not, fails nothing: it is said that this was not checked.
 */
import { spawnSync } from "node:child_process";

const { stdout } = spawnSync("npm", ["audit", "--omit=dev", "--json"], { encoding: "utf8" });
const counts = parse(stdout)?.metadata?.vulnerabilities;
if (counts === undefined) {
  console.log("Not checked: the registry answers no audits.");
} else {
  console.log(`Known flaws: ${JSON.stringify(counts)}`);
  if (counts.high + counts.critical > 0) {
    spawnSync("npm", ["audit", "--omit=dev"], { stdio: "inherit" });
    process.exitCode = 1;
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
