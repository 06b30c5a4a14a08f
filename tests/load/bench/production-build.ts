import { execFile } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

import { buildBareNext } from "@/tests/load/peers/bare-next/contender";

const FLOOR = "tests/load/peers/bare-next";
const SOURCES = [
  "app",
  "components",
  "db",
  "lib",
  "instrumentation.ts",
  "next.config.mjs",
  "package-lock.json",
  "postcss.config.mjs",
  "tsconfig.json",
];

/** `npm run build`, unless what it made is newer than everything that it is made of. */
export async function buildApp(): Promise<void> {
  if (!isCurrent(".next/BUILD_ID", SOURCES)) await promisify(execFile)("npm", ["run", "build"]);
}

/** The same for the floor. */
export async function buildFloor(): Promise<void> {
  if (!isCurrent(`${FLOOR}/.next/BUILD_ID`, [FLOOR, "package-lock.json"])) await buildBareNext();
}

/** True when `built` is there and nothing in these files and folders has changed since. */
function isCurrent(built: string, sources: readonly string[]): boolean {
  return existsSync(built) && sources.every((source) => newestChange(source) < statSync(built).mtimeMs);
}

function newestChange(source: string): number {
  const changed = statSync(source);
  if (!changed.isDirectory()) return changed.mtimeMs;
  const inside = readdirSync(source)
    .filter((name) => name !== ".next")
    .map((name) => newestChange(path.join(source, name)));
  return Math.max(changed.mtimeMs, ...inside);
}
