import type { Scenario } from "./scenario";
import { baseline } from "./scenarios/baseline";
import { clientsCut } from "./scenarios/clients-cut";
import { clockSkew } from "./scenarios/clock-skew";
import { everything } from "./scenarios/everything";
import { halfOpen } from "./scenarios/half-open";
import { instanceKilled } from "./scenarios/instance-killed";
import { postgresRestarted } from "./scenarios/postgres-restarted";
import { producerKilled } from "./scenarios/producer-killed";
import { redisFlushed } from "./scenarios/redis-flushed";
import { redisFrozen } from "./scenarios/redis-frozen";
import { redisGone } from "./scenarios/redis-gone";
import { redisKilled } from "./scenarios/redis-killed";
import { redisRestartedEmpty } from "./scenarios/redis-restarted-empty";
import { rollingRestart } from "./scenarios/rolling-restart";
import { slowReaders } from "./scenarios/slow-readers";
import { storm } from "./scenarios/storm";

/** All scenarios by the name that `--only` takes, as they are played; those on the same stage follow one another. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  baseline,
  "redis-killed": redisKilled,
  "redis-frozen": redisFrozen,
  "redis-restarted-empty": redisRestartedEmpty,
  "redis-flushed": redisFlushed,
  "redis-gone": redisGone,
  "slow-readers": slowReaders,
  "postgres-restarted": postgresRestarted,
  "instance-killed": instanceKilled,
  "producer-killed": producerKilled,
  "rolling-restart": rollingRestart,
  "clock-skew": clockSkew,
  "clients-cut": clientsCut,
  "half-open": halfOpen,
  storm,
  everything,
};
