import type { Scenario } from "./scenario";
import { baseline } from "./scenarios/baseline";
import { redisFlushed } from "./scenarios/redis-flushed";
import { redisFrozen } from "./scenarios/redis-frozen";
import { redisGone } from "./scenarios/redis-gone";
import { redisKilled } from "./scenarios/redis-killed";
import { redisRestartedEmpty } from "./scenarios/redis-restarted-empty";

/** All scenarios by the name that `--only` takes, in the order in which they are played. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  baseline,
  "redis-killed": redisKilled,
  "redis-frozen": redisFrozen,
  "redis-restarted-empty": redisRestartedEmpty,
  "redis-flushed": redisFlushed,
  "redis-gone": redisGone,
};
