// Adds up what the test runners reported, for a reader of the log: "N passed, N failed".
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const [folder] = process.argv.slice(2);
const reports = existsSync(folder) ? readdirSync(folder).map((name) => read(path.join(folder, name))) : [];
const counts = reports.map(({ stats, numPassedTests, numFailedTests, numPendingTests }) =>
  stats
    ? { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }
    : { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests },
);
const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
if (counts.length > 0) {
  const skipped = sum("skipped");
  console.log(`${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
}

function read(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}
