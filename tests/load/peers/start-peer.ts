import type { Contender, Ground } from "@/tests/load/bench/contender";
import { startServerProcess } from "@/tests/support/server-process";
import { SUITE_SETTINGS } from "@/tests/support/settings";

/** Starts a peer's program, a file of this folder, as one process. */
export async function startPeer(
  program: string,
  { databaseUrl, redisUrl }: Ground,
  env: Readonly<Record<string, string>> = {},
): Promise<Contender> {
  const { url, pid, stop } = await startServerProcess(() => ["--import", "tsx", `tests/load/peers/${program}`], {
    ...SUITE_SETTINGS,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    ...env,
  });
  return {
    url: url.replace("localhost", "127.0.0.1"),
    pids: [pid],
    stop: async () => {
      await stop();
    },
  };
}
