import { expect, it } from "vitest";

import { hashSlot } from "@/lib/stream/hash-slot";

/** As `CLUSTER KEYSLOT` answers. */
it.each([
  ["123456789", 12739],
  ["foo", 12182],
  ["{foo}", 12182],
  ["notifications:{foo}", 12182],
  ["notifications:{foo}:{bar}", 12182],
  ["{", 4092],
  ["foo{}{bar}", 8363],
  ["foo{{bar}}zap", 4015],
  ["ünïcode", 6051],
  ["", 0],
])("the slot of %j is %i", (channel, slot) => {
  expect(hashSlot(channel)).toBe(slot);
});
