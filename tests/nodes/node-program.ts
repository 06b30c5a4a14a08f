import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

/** Installs the newest Node of `range` from npm, in a folder of the cache, and returns the path of its program. */
export async function installNode(range: string): Promise<string> {
  const folder = path.resolve("node_modules/.cache/nodes", range.replace(/^\W/, ""));
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "package.json"), '{ "private": true }\n');
  const quiet = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund"];
  await promisify(execFile)("npm", ["install", "--prefix", folder, `node@${range}`, ...quiet]);
  return path.join(folder, "node_modules/node/bin/node");
}
