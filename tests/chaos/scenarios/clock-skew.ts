import type { Scenario } from "@/tests/chaos/scenario";
import { fakeClock } from "@/tests/support/fake-clock";

const MINUTE_MS = 60_000;
const OFFSETS = ["+300s", "-300s"];

export const clockSkew: Scenario = {
  name: "Clocks of the instances ten minutes apart (five fast, five slow)",
  withinTwoSeconds: true,
  stage: () => ({ env: OFFSETS.map(fakeClock) }),
  async run({ stage, flow, note, problem }) {
    await flow(8);
    const clocks = await Promise.all(
      stage.instances.map(async ({ url }) => {
        const response = await fetch(`${url}/api/health/live`);
        return Date.parse(response.headers.get("Date") ?? "");
      }),
    );
    const [fast = 0, slow = 0] = clocks;
    const apart = (fast - slow) / MINUTE_MS;
    if (!(apart > 9)) problem(`the clocks are ${apart} minutes apart: nothing was tried`);
    note(`${apart.toFixed(1)} minutes apart by their Date headers`);
  },
};
