import type { ContenderKind } from "@/tests/load/bench/contender";
import { startServerProcess } from "@/tests/support/app/server-process";
import { SUITE_SETTINGS } from "@/tests/support/app/settings";

/** The original design as one process. */
export const webSocketDesign: ContenderKind = {
  name: "Express + ws",
  protocol: "websocket",
  start: async ({ databaseUrl, redisUrl }) => {
    const settings = { ...SUITE_SETTINGS, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
    const command = ["--import", "tsx", "tests/load/peers/websocket/server.ts"];
    const { url, pid, stop } = await startServerProcess(() => command, settings);
    return {
      url: url.replace("localhost", "127.0.0.1"),
      pids: [pid],
      stop: async () => {
        await stop();
      },
    };
  },
};
