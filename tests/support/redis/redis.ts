import getPort from "get-port";

import { startProgram } from "@/tests/support/programs/program";
import { systemProgram } from "@/tests/support/programs/system-program";

export interface RedisServer {
  url: string;
  port: number;
  /** For tests that freeze it, or kill it. */
  pid: number;
  stop(): Promise<void>;
}

interface RedisOptions {
  /** A free one unless given. */
  port?: number;
  /** More of its command line. */
  flags?: readonly string[];
}

/** Starts a real redis-server of its own on 127.0.0.1, which keeps nothing on disk. */
export async function startRedis({ port: wanted, flags = [] }: RedisOptions = {}): Promise<RedisServer> {
  const port = wanted ?? (await getPort({ host: "127.0.0.1" }));
  const { pid, stop } = await startProgram({
    name: "redis",
    program: systemProgram({
      names: ["redis-server"],
      debianPackages: ["redis-server"],
      advice: "apt-get install redis-server, or brew install redis",
    }),
    args: () => ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", ...flags],
    isReady: ({ log }) => log().includes("Ready to accept connections"),
  });
  return { url: `redis://127.0.0.1:${port}`, port, pid, stop };
}
