import type { Scenario } from "./scenario";
import { clientsCut } from "./scenarios/clients-cut";
import { clockSkew } from "./scenarios/clock-skew";
import { everything } from "./scenarios/everything";
import { halfOpen } from "./scenarios/half-open";
import { baseline, instanceKilled, postgresRestarted } from "./scenarios/processes";
import { producerKilled } from "./scenarios/producer-killed";
import { redisFlushed, redisFrozen, redisGone, redisKilled, redisRestartedEmpty } from "./scenarios/redis";
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

/** Each kind of fault once: what `npm test` plays. */
export const CORE: readonly string[] = [
  "redis-killed",
  "redis-gone",
  "slow-readers",
  "postgres-restarted",
  "instance-killed",
  "rolling-restart",
  "everything",
];
