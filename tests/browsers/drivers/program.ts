import { spawn } from "node:child_process";
import { once } from "node:events";

import { guard } from "@/lib/dev/guardian";
import { until } from "@/tests/support/until";

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 5_000;

/** A running program, with the processes that it started. */
export interface Program {
  /** Waits until its output matches, and returns that. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Ends all its processes. */
  stop(): Promise<void>;
}

/** Starts a program in a process group of its own. `env` is all it gets of an environment, beside PATH. */
export async function startProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Program> {
  const child = spawn(program, args, {
    env: { PATH: process.env["PATH"] ?? "", NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  await once(child, "spawn");
  const group = -(child.pid ?? 0);
  const letGo = guard({ pid: group, signal: "SIGTERM" });
  const exited = once(child, "exit");
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));

  return {
    async says(pattern) {
      let match: RegExpExecArray | null = null;
      await until(`${program} says ${String(pattern)}`, START_TIMEOUT_MS, () => {
        match = pattern.exec(output);
        if (!match && child.exitCode !== null) throw new Error(`${program} has ended:\n${output}`);
        return match !== null;
      });
      return match as unknown as RegExpExecArray;
    },
    async stop() {
      child.kill("SIGTERM");
      const kill = setTimeout(() => signalGroup(group, "SIGKILL"), STOP_TIMEOUT_MS);
      await exited;
      clearTimeout(kill);
      // What outlived its leader.
      signalGroup(group, "SIGKILL");
      await letGo();
    },
  };
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(group, signal);
  } catch {
    // All of them have ended.
  }
}
