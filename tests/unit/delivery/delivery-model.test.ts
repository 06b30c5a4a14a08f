import * as fc from "fast-check";
import { afterEach, beforeEach, describe, it, vi } from "vitest";

import { expectAlways } from "@/tests/support/random-runs";

import { anyRuns, reliableRuns } from "./delivery-steps";
import { DeliveryWorld } from "./delivery-world";

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

  describe.each([
    ["messages", false],
    ["positions alone", true],
  ])("told in %s", (_, positionsOnly) => {
    it("brings every stream exactly its feed", { timeout: 0 }, () =>
      expectAlways(2000, anyRuns, async ([past, steps]) => {
        vi.clearAllTimers();
        const world = new DeliveryWorld(past, { reliable: false, positionsOnly });
        await fc.asyncModelRun(() => ({ model: world, real: world }), steps);
        await world.end();
      }),
    );

    it("needs no sweep for what the bus does not lose", { timeout: 0 }, () =>
      expectAlways(2000, reliableRuns, async ([past, steps]) => {
        vi.clearAllTimers();
        const world = new DeliveryWorld(past, { reliable: true, positionsOnly });
        await fc.asyncModelRun(() => ({ model: world, real: world }), steps);
        await world.end();
      }),
    );
  });
});
