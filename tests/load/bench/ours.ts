import { startApp } from "@/tests/support/app-server";
import { SUITE_SETTINGS } from "@/tests/support/settings";

import type { ContenderKind, Ground } from "./contender";

/** The production build, as it is. */
export const ours: ContenderKind = {
  name: "Next.js, this project",
  protocol: "event-stream",
  start: async (ground) => {
    const app = await startApp(settings(ground));
    return {
      url: app.url.replace("localhost", "127.0.0.1"),
      pids: [app.pid],
      stop: async () => void (await app.stop()),
    };
  },
};

function settings({ databaseUrl, redisUrl }: Ground): Record<string, string> {
  return { ...SUITE_SETTINGS, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
}
