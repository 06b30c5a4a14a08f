import type { Scenario } from "@/tests/chaos/scenario";
import { countStatements, feedReads } from "@/tests/chaos/statements";
import { until } from "@/tests/support/until";

const MISSED = ["missed", "missed too"];
const BACK_WITHIN_MS = 30_000;

/** Everybody is cut off, misses two notifications, and comes back in the same moment: without jitter, at its worst. */
export const storm: Scenario = {
  name: "Storm: everybody cut off at once, and back at once with two missed events each",
  withinTwoSeconds: false,
  stage: () => ({ proxied: ["clients"] }),
  async run({ stage, load, sql, random, flow, log, note, problem }) {
    load.pause();
    for (const proxy of stage.wires.clients) {
      proxy.refuse();
      proxy.cut("reset");
    }
    await until("everybody is cut off", BACK_WITHIN_MS, () => load.devices.every(({ synced }) => !synced));
    log("everybody is cut off");
    const entrances = stage.instances.map(({ url }) => url);
    for (const message of MISSED) await load.producer.send(load.users, message, random.pick(entrances));
    for (const proxy of stage.wires.clients) await proxy.accept();
    await countStatements(sql);
    const cameBackAt = performance.now();
    for (const device of load.devices) device.reconnectNow();
    await until("everybody is back", BACK_WITHIN_MS, () => load.devices.every(({ synced }) => synced));
    const milliseconds = Math.round(performance.now() - cameBackAt);
    const { calls } = await feedReads(sql);
    const { length } = load.devices;
    note(`${length} streams caught up with ${calls} statements in ${milliseconds} ms`);
    if (calls >= length) problem(`${calls} statements for ${length} streams`);
    load.begin();
    await flow(2);
  },
};
