import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";

import { guard } from "./guardian";

export interface NextDev {
  /** Resolves to the exit code of `next dev`, whether it ends by itself or by `stop`. */
  exited: Promise<number>;
  stop(): Promise<void>;
}

/** Runs `next dev` on `port` with its output on this terminal. */
export function startNextDev(port: number, environment: NodeJS.ProcessEnv): NextDev {
  const program = createRequire(import.meta.url).resolve("next/dist/bin/next");
  const child = spawn(process.execPath, [program, "dev", "--port", String(port)], {
    env: environment,
    stdio: ["ignore", "inherit", "inherit"],
    // In a new process group: Ctrl-C reaches it through us, once, together with every process that it starts.
    detached: true,
  });
  const exited = once(child, "exit").then(([code]: unknown[]) => (typeof code === "number" ? code : 1));
  const { pid } = child;
  if (pid === undefined) return { exited, stop: async () => {} };
  const letGo = guard({ pid: -pid, signal: "SIGKILL" });
  return {
    exited,
    stop: async () => {
      killGroup(pid);
      await exited;
      await letGo();
    },
  };
}

/**
 * SIGTERM is no kinder: Next then kills its server after 100 ms. But Next first starts a process that reports the end of
 * the session to Vercel and outlives everything here.
 */
function killGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // It has ended already.
  }
}
