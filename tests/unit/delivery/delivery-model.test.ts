import fc from "fast-check";
import { afterEach, beforeEach, describe, it, vi } from "vitest";

import { propertyRuns } from "@/tests/support/property-runs";

import { anyRuns, reliableRuns } from "./delivery-steps";
import { DeliveryWorld } from "./delivery-world";

describe("delivery, whatever happens in whatever order", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    vi.spyOn(console, "error").mockReturnValue();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  /** `reliable`: nobody sweeps, and everybody has everything all the same. */
  async function expectEveryStreamToEqualItsFeed(runs: typeof anyRuns, reliable: boolean): Promise<void> {
    await fc.assert(
      fc.asyncProperty(runs, async (steps) => {
        vi.clearAllTimers();
        const world = new DeliveryWorld(reliable);
        await fc.asyncModelRun(() => ({ model: world, real: world }), steps);
        await world.end();
      }),
      propertyRuns(1000),
    );
  }

  it("brings every stream exactly its feed", { timeout: 0 }, () => expectEveryStreamToEqualItsFeed(anyRuns, false));

  it("needs no sweep for what the bus does not lose", { timeout: 0 }, () =>
    expectEveryStreamToEqualItsFeed(reliableRuns, true),
  );
});
