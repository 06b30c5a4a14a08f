import { setTimeout as delay } from "node:timers/promises";

import type { Scenario } from "@/tests/chaos/scenario";
import { countStatements, feedReads } from "@/tests/chaos/statements";
import { LONG_MESSAGE } from "@/tests/support/long-message";
import { until } from "@/tests/support/until";

const SLOW_USERS = 3;
const AT_ONCE = 10;
const STALL_MS = 50;
const SIP_MS = 5;

/** Each slow user has a device that stalls, one that reads in sips, and one or two that keep up, as everybody else does. */
export const slowReaders: Scenario = {
  name: "Slow readers, stalled or reading in sips, under 8 kB messages; neighbours are measured",
  withinTwoSeconds: true,
  async run({ load, sql, random, short, log, note, problem }) {
    const messages = short ? 600 : 1_500;
    const users = random.sample(load.users, short ? 1 : SLOW_USERS);
    const stalled = users.map((user) => load.addDevice(user, 0));
    const paced = users.map((user) => load.addDevice(user, 1));
    const slow = [...stalled, ...paced];
    await Promise.all(slow.map((device) => device.open()));
    await until("the slow ones are connected", 10_000, () => slow.every(({ synced }) => synced));

    for (const device of slow) device.pause();
    const sips = setInterval(() => {
      for (const device of paced) {
        device.resume();
        setTimeout(() => device.pause(), SIP_MS);
      }
    }, STALL_MS);
    for (let sent = 0; sent < messages; sent += AT_ONCE)
      await Promise.all(Array.from({ length: AT_ONCE }, () => load.producer.send(users, LONG_MESSAGE)));
    clearInterval(sips);
    await delay(SIP_MS);
    const behind = Math.max(...stalled.map(({ received }) => messages - received.length));
    log(`sent ${messages} messages to each of ${users.length} users; stalled devices are ${behind} behind`);

    await countStatements(sql);
    for (const device of slow) device.resume();
    await load.settle();
    const { rows } = await feedReads(sql);
    note(`${rows.toLocaleString("en")} changes read back from Postgres when they read again`);
    if (rows === 0) problem("nobody was slow: the kernel held it all");
  },
};
