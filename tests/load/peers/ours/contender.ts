import type { Contender, ContenderKind, Ground } from "@/tests/load/bench/contender";
import { startApp, type App } from "@/tests/support/app/app-server";
import { SUITE_SETTINGS } from "@/tests/support/app/settings";
import { startNginx } from "@/tests/support/programs/nginx";

/** More than a bench opens, also while a crowd comes back before its old connections are seen to be gone. */
const MAX_STREAMS = "100000";

/** The production build as one process. */
export const ours: ContenderKind = {
  name: "Ours",
  protocol: "event-stream",
  start: (ground) => startAlone(ground),
};

/** Two processes of it behind nginx, configured as the README says. */
export const oursBehindProxy = {
  name: "Ours, two instances behind nginx",
  protocol: "event-stream",
  start: async (ground: Ground): Promise<Contender & { proxyPids: readonly number[] }> => {
    const apps = await Promise.all([startInstance(ground), startInstance(ground)]);
    const nginx = await startNginx(apps.map(({ url }) => url));
    return {
      url: nginx.url,
      pids: apps.map(({ pid }) => pid),
      proxyPids: [nginx.workerPid],
      stop: async () => {
        await Promise.all(apps.map((app) => app.stop()));
        await nginx.stop();
      },
    };
  },
} satisfies ContenderKind;

async function startAlone(ground: Ground): Promise<Contender> {
  const app = await startInstance(ground);
  return {
    url: app.url.replace("localhost", "127.0.0.1"),
    pids: [app.pid],
    stop: async () => {
      await app.stop();
    },
  };
}

function startInstance({ databaseUrl, redisUrl }: Ground): Promise<App> {
  return startApp({ ...SUITE_SETTINGS, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, MAX_STREAMS });
}
