import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import getPort from "get-port";

import type { Certificate } from "@/tests/support/programs/certificate";
import { nginxProgram } from "@/tests/support/programs/nginx";
import { startProgram } from "@/tests/support/programs/program";

import { accepts } from "./accepts";
import { nginxConfiguration } from "./nginx-configuration";

export interface Proxy {
  url: string;
  /** Without TLS. */
  plainUrl: string;
  /** Lines of its access log, each an object. */
  accessLog(): Promise<Record<string, unknown>[]>;
  /** Everything in its logs, as text. */
  logs(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts nginx with the configuration of a deployment in front of these ports of 127.0.0.1, with static files in `assets`. */
export async function startProxy(
  instances: readonly number[],
  { certificate, key }: Certificate,
  assets: string,
): Promise<Proxy> {
  const [https, http] = [await getPort({ host: "127.0.0.1" }), await getPort({ host: "127.0.0.1" })];
  const { folder, log, stop } = await startProgram({
    name: "proxy",
    program: nginxProgram(),
    args: async (folder) => {
      const file = path.join(folder, "nginx.conf");
      const configuration = nginxConfiguration({
        https: `127.0.0.1:${https}`,
        http: `127.0.0.1:${http}`,
        instances: instances.map((port) => `127.0.0.1:${port}`),
        folder,
        certificate,
        key,
        assets,
      });
      await writeFile(file, configuration);
      return ["-e", "stderr", "-c", file, "-g", "daemon off;"];
    },
    isReady: () => accepts(https),
    signal: "SIGTERM",
  });
  const access = (): Promise<string> => readFile(path.join(folder, "access.log"), "utf8");
  return {
    url: `https://127.0.0.1:${https}`,
    plainUrl: `http://127.0.0.1:${http}`,
    accessLog: async () =>
      (await access())
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    logs: async () => log() + (await access()),
    stop,
  };
}
