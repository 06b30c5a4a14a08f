import { afterAll, beforeAll, beforeEach, describe } from "vitest";

import { System } from "@/tests/support/app/system";
import { startRedisCluster, type RedisCluster } from "@/tests/support/redis/redis-cluster";

import { itDelivers } from "./it-delivers";
import { itEndsStreams } from "./it-ends-streams";
import { itTellsOfErasures } from "./it-tells-of-erasures";

/** Processes of one database, and a user of this test alone. */
export interface Scene {
  system: System;
  user: string;
  /** The address of a process; the second one is another one where there are two. */
  urls: [string, string];
}

const PROCESSES = { instances: 2, redis: true, cluster: false, env: {} };

describe.each([
  ["one process without Redis", { ...PROCESSES, instances: 1, redis: false }],
  ["two processes on Redis", PROCESSES],
  ["two processes on Redis that sees positions only", { ...PROCESSES, env: { REDIS_POSITIONS_ONLY: "1" } }],
  ["two processes on a Redis Cluster", { ...PROCESSES, cluster: true }],
])("%s", (_, { instances, redis, cluster: isCluster, env }) => {
  let cluster: RedisCluster | undefined;
  const scene = {} as Scene;

  beforeAll(async () => {
    cluster = isCluster ? await startRedisCluster() : undefined;
    const onCluster = cluster && {
      REDIS_CLUSTER: "1",
      REDIS_URL: cluster.primaries.map(({ url }) => url).join(","),
    };
    scene.system = await System.start({ instances, redis, env: { MAX_STREAMS_PER_USER: "300", ...onCluster, ...env } });
    const [first, second = first] = scene.system.apps;
    scene.urls = [first?.url ?? "", second?.url ?? ""];
  });
  afterAll(async () => {
    await scene.system.stop();
    await cluster?.stop();
  });
  beforeEach(async () => {
    [scene.user] = (await scene.system.addUsers(1)) as [string];
  });

  itDelivers(scene);
  itTellsOfErasures(scene);
  itEndsStreams(scene);
});
