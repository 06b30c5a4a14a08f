import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";

import getPort from "get-port";

import { startProgram } from "@/tests/support/programs/program";
import { systemProgram } from "@/tests/support/programs/system-program";

const PACKAGE = { debianPackages: ["prometheus"], advice: "apt-get install prometheus, or brew install prometheus" };

/** Runs `promtool`; throws an Error with all it said when it finds something wrong. */
export function promtool(args: readonly string[], input = ""): string {
  const program = systemProgram({ names: ["promtool"], ...PACKAGE });
  try {
    return execFileSync(program, args, { input, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`promtool ${args.join(" ")}:\n${stdout}${stderr}`, { cause: error });
  }
}

export interface Prometheus {
  /** What its HTTP API answers, such as `query?query=up`. */
  ask<Data>(question: string): Promise<Data>;
  stop(): Promise<void>;
}

/** Starts a real Prometheus of its own with this configuration, and the files it names, in a folder for them. */
export async function startPrometheus(
  files: { "prometheus.yml": string } & Record<string, string>,
): Promise<Prometheus> {
  const port = await getPort({ host: "127.0.0.1" });
  const api = `http://127.0.0.1:${port}`;
  const { stop } = await startProgram({
    name: "prometheus",
    program: systemProgram({ names: ["prometheus"], ...PACKAGE }),
    args: async (folder) => {
      for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
      return ["--config.file=prometheus.yml", "--storage.tsdb.path=data", `--web.listen-address=127.0.0.1:${port}`];
    },
    isReady: async () => (await fetch(`${api}/-/ready`).catch(() => null))?.ok ?? false,
  });
  return {
    async ask<Data>(question: string): Promise<Data> {
      const response = await fetch(`${api}/api/v1/${question}`);
      const { data, error } = (await response.json()) as { data: Data; error?: string };
      if (error !== undefined) throw new Error(`${question}: ${error}`);
      return data;
    },
    stop,
  };
}
