import * as fc from "fast-check";
import { afterEach, beforeEach, describe, it, vi } from "vitest";

import { expectAlways } from "@/tests/support/random-runs";

import { anyRuns, reliableRuns } from "./delivery-steps";
import { DeliveryWorld } from "./delivery-world";

/** Whether messages tell of changes no more than where they are. */
const inPositionsOnly = fc.boolean();

describe("delivery, whatever happens in whatever order", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    vi.spyOn(console, "warn").mockReturnValue();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it("brings every stream exactly its feed", { timeout: 0 }, () =>
    expectAlways(2000, fc.tuple(anyRuns, inPositionsOnly), async ([[past, steps], positionsOnly]) => {
      vi.clearAllTimers();
      const world = new DeliveryWorld(past, { reliable: false, positionsOnly });
      await fc.asyncModelRun(() => ({ model: world, real: world }), steps);
      await world.end();
    }),
  );

  it("needs no sweep for what the bus does not lose", { timeout: 0 }, () =>
    expectAlways(2000, fc.tuple(reliableRuns, inPositionsOnly), async ([[past, steps], positionsOnly]) => {
      vi.clearAllTimers();
      const world = new DeliveryWorld(past, { reliable: true, positionsOnly });
      await fc.asyncModelRun(() => ({ model: world, real: world }), steps);
      await world.end();
    }),
  );
});
