import { existsSync } from "node:fs";
import path from "node:path";

import { VARIABLES } from "@/lib/notifications/server/env-variables";

import { startServerProcess, type ServerOptions, type ServerProcess } from "./server-process";

/** Next reads a developer's .env files in production too, but leaves alone what is set, be it empty. */
const { PORT: _, ...READ_BY_THE_APP } = VARIABLES;
const NOTHING_FROM_ENV_FILES = Object.fromEntries(Object.keys(READ_BY_THE_APP).map((name) => [name, ""]));

/** One process of the production build. */
export type App = ServerProcess;

/**
 * Starts the server as `npm start` and the image do, or `next start` in another folder, and waits until it is healthy. Needs
 * `npm run build`.
 */
export async function startApp(env: Readonly<Record<string, string>>, options?: ServerOptions): Promise<App> {
  if (!existsSync(path.join(options?.folder ?? ".", ".next/BUILD_ID")))
    throw new Error("There is no production build: npm run build");
  const command = options?.folder === undefined ? standalone : nextStart;
  return startServerProcess(command, { NEXT_TELEMETRY_DISABLED: "1", ...NOTHING_FROM_ENV_FILES, ...env }, options);
}

/** On the port that PORT says. */
function standalone(): string[] {
  return [path.resolve(".next/standalone/server.js")];
}

function nextStart(port: number): string[] {
  return [path.resolve("node_modules/next/dist/bin/next"), "start", "--port", String(port)];
}
