import { setTimeout as delay } from "node:timers/promises";

import type { Scenario } from "@/tests/chaos/scenario";
import type { Cut } from "@/tests/support/programs/fault-proxy";

const WAYS: Cut[] = ["reset", "end", "in-frame"];
const EVERY_MS = 300;
const SHARE = 0.3;

export const clientsCut: Scenario = {
  name: "Connections of clients cut every 300 ms: RST, FIN, in mid-frame",
  withinTwoSeconds: false,
  stage: () => ({ proxied: ["clients"] }),
  async run({ stage, load, random, short, note, problem }) {
    const times = short ? 10 : 60;
    for (let time = 0; time < times; time++) {
      for (const proxy of stage.wires.clients) proxy.cut(random.pick(WAYS), () => random.chance(SHARE));
      await delay(EVERY_MS);
    }
    const hit = load.devices.filter(({ endings }) => endings.size > 0).length;
    if (hit === 0) problem("nobody was cut off");
    note(`${hit} of ${load.devices.length} devices cut off at least once`);
  },
};
