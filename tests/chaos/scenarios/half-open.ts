import type { Scenario } from "@/tests/chaos/scenario";
import { until } from "@/tests/support/until";

const SILENCE_MS = 3_000;

export const halfOpen: Scenario = {
  name: "Half of the clients' connections half-open: bytes swallowed, nothing closed",
  withinTwoSeconds: false,
  stage: () => ({ proxied: ["clients"] }),
  // The heartbeat comes every 15 seconds; nobody wants to wait for two of them here.
  load: { silenceMs: SILENCE_MS },
  async run({ stage, load, random, short, flow, log }) {
    const silenced = (): number => load.devices.reduce((sum, { endings }) => sum + (endings.get("silence") ?? 0), 0);
    for (let round = 0; round < (short ? 1 : 3); round++) {
      const before = silenced();
      for (const proxy of stage.wires.clients) proxy.halfOpen(() => random.chance(0.5));
      log("half of the connections lead nowhere");
      await until("clients have noticed", 10 * SILENCE_MS, () => silenced() > before);
      await flow(4);
    }
  },
};
