/**
 * The floor: a Next app of its own whose stream opens, says SYNC and stays silent, and whose ingest reads JSON and gives
 * a fixed answer. No session, no database, no Redis, no delivery: what is left is what Next itself costs.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

import type { ContenderKind } from "@/tests/load/bench/contender";
import { startServerProcess } from "@/tests/support/app/server-process";

const FOLDER = "tests/load/peers/bare-next";
const NEXT = path.resolve("node_modules/next/dist/bin/next");
const ENVIRONMENT = { NEXT_TELEMETRY_DISABLED: "1" };

/** `next build` of the floor; it has to come before a start. Takes seconds. */
export async function buildBareNext(): Promise<void> {
  const env = { ...process.env, NODE_ENV: "production" as const, ...ENVIRONMENT };
  const build = spawn(process.execPath, [NEXT, "build", FOLDER], { env, stdio: ["ignore", "ignore", "inherit"] });
  const [code] = (await once(build, "exit")) as [number | null];
  if (code !== 0) throw new Error(`next build ${FOLDER} ended with ${code}`);
}

export const bareNext: ContenderKind = {
  name: "Bare Next route handler",
  protocol: "event-stream",
  start: async () => {
    const command = (port: number): string[] => [NEXT, "start", FOLDER, "--port", String(port)];
    const { url, pid, stop } = await startServerProcess(command, ENVIRONMENT);
    return {
      url: url.replace("localhost", "127.0.0.1"),
      pids: [pid],
      stop: async () => {
        await stop();
      },
    };
  },
};
