import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, readlink } from "node:fs/promises";
import path from "node:path";

import getPort from "get-port";

import { guard } from "@/lib/dev/guardian";
import { copyCheckout, fillFromCheckout } from "@/tests/support/app/checkout-copy";
import { until } from "@/tests/support/until";

const READY_WITHIN_MS = 120_000;
const ENDS_WITHIN_MS = 20_000;

/** `npm run dev` in a fresh copy of this checkout, without any service. */
export interface DevServer {
  url: string;
  /** The programs of its processes that are a Node. */
  nodes(): Promise<string[]>;
  /** Ctrl-C. Returns the command lines of the processes that it left behind. */
  interrupt(): Promise<string[]>;
  /** Ends what still runs, and removes the copy. */
  remove(): Promise<void>;
}

/** Starts it with the Node at `node`, and waits until it is healthy. */
export async function startDevServer(node: string, settings: Readonly<Record<string, string>>): Promise<DevServer> {
  const copy = await copyCheckout("dev", fillFromCheckout);
  const { folder } = copy;
  const port = await getPort();
  const url = `http://localhost:${port}`;
  const { PATH = "", HOME = "" } = process.env;
  const npm = spawn("npm", ["run", "dev"], {
    cwd: folder,
    env: { PATH: `${path.dirname(node)}:${PATH}`, HOME, NODE_ENV: "development", PORT: String(port), ...settings },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, as in a terminal.
    detached: true,
  });
  await once(npm, "spawn");
  const group = -(npm.pid ?? 0);
  const letGo = guard({ pid: group, signal: "SIGKILL" });
  const exited = once(npm, "exit");
  const hasExited = (): boolean => npm.exitCode !== null || npm.signalCode !== null;
  let log = "";
  for (const output of [npm.stdout, npm.stderr]) output.on("data", (chunk: Buffer) => (log += chunk.toString()));

  const interrupt = async (): Promise<string[]> => {
    process.kill(group, "SIGINT");
    await until(`npm run dev has ended:\n${log}`, ENDS_WITHIN_MS, hasExited);
    return (await processesOf(folder)).map(({ command }) => command);
  };
  const remove = async (): Promise<void> => {
    if (!hasExited()) process.kill(group, "SIGKILL");
    await exited;
    await letGo();
    await copy.remove();
  };
  try {
    await until("npm run dev is ready", READY_WITHIN_MS, async () => {
      if (hasExited()) throw new Error("it has ended");
      return (await fetch(`${url}/api/health/ready`).catch(() => undefined))?.ok ?? false;
    });
  } catch (error) {
    await remove();
    throw new Error(`npm run dev did not get ready:\n${log}`, { cause: error });
  }
  return {
    url,
    nodes: async () => {
      const programs = (await processesOf(folder)).map(({ program }) => program);
      return programs.filter((program) => path.basename(program) === "node");
    },
    interrupt,
    remove,
  };
}

/** Every process that works in `folder` or names it, on Linux. */
async function processesOf(folder: string): Promise<{ program: string; command: string }[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(
    ids.map(async (id) => {
      try {
        const [program, workingFolder, commandLine] = await Promise.all([
          readlink(`/proc/${id}/exe`),
          readlink(`/proc/${id}/cwd`),
          readFile(`/proc/${id}/cmdline`, "utf8"),
        ]);
        const command = commandLine.replaceAll("\0", " ");
        return `${workingFolder} ${command}`.includes(folder) ? [{ program, command }] : [];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    }),
  );
  return all.flat();
}
