import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { guard } from "@/lib/dev/guardian";
import { until } from "@/tests/support/until";

const START_TIMEOUT_MS = 20_000;

/** A running program, in a temporary folder of its own. */
export interface Program {
  pid: number;
  folder: string;
  /** Everything it has printed. */
  log(): string;
  stop(): Promise<void>;
}

interface ProgramOptions {
  /** For its folder, and for whoever reads that it did not start. */
  name: string;
  /** The path of the program, see systemProgram. */
  program: string;
  /** Its command line. What it reads has to be in the folder by then. */
  args(folder: string): readonly string[] | Promise<readonly string[]>;
  isReady(program: Program): boolean | Promise<boolean>;
  /** What ends it. */
  signal?: "SIGTERM" | "SIGKILL";
}

/** Starts a program of this machine, with nothing in its environment, and waits until it is ready. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const { name, program, args, isReady, signal = "SIGKILL" } = options;
  const folder = await mkdtemp(path.join(tmpdir(), `notifications-${name}-`));
  const letGoOfFolder = guard({ folder });
  // Some have workers that are nobody, and keep files in there.
  await chmod(folder, 0o711);
  const child = spawn(program, await args(folder), {
    cwd: folder,
    env: { NODE_ENV: "production", HOME: folder },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  await once(child, "spawn");
  const pid = child.pid ?? 0;
  const letGoOfProcess = guard({ pid: -pid, signal: "SIGKILL" });
  const exited = once(child, "exit");
  const hasExited = (): boolean => child.exitCode !== null || child.signalCode !== null;
  let log = "";
  for (const output of [child.stdout, child.stderr]) output.on("data", (chunk: Buffer) => (log += chunk.toString()));

  const started: Program = {
    pid,
    folder,
    log: () => log,
    stop: async () => {
      child.kill(signal);
      if (!hasExited()) await exited;
      await rm(folder, { recursive: true, force: true });
      await Promise.all([letGoOfProcess(), letGoOfFolder()]);
    },
  };
  try {
    await until(`${name} is ready`, START_TIMEOUT_MS, () => {
      if (hasExited()) throw new Error("it has ended");
      return isReady(started);
    });
  } catch (error) {
    await started.stop();
    throw new Error(`${name} did not start: ${log}`, { cause: error });
  }
  return started;
}
