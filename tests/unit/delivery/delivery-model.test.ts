import fc from "fast-check";
import { afterEach, beforeEach, describe, it, vi } from "vitest";

import { propertyRuns } from "@/tests/support/property-runs";

import { deliverySteps } from "./delivery-steps";
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

  it("brings every stream exactly its feed", { timeout: 0 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands([deliverySteps], { maxCommands: 60, size: "max" }), async (steps) => {
        vi.clearAllTimers();
        const world = new DeliveryWorld();
        await fc.asyncModelRun(() => ({ model: world, real: world }), steps);
        await world.end();
      }),
      propertyRuns(500),
    );
  });
});
