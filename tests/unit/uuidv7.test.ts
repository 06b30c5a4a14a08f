import { describe, expect, it } from "vitest";

import { uuidv7 } from "@/lib/feed/uuidv7";

describe("an id for a notification", () => {
  it("says its version and variant as RFC 9562 wants them", () => {
    for (let index = 0; index < 1_000; index++)
      expect(uuidv7()).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  it("begins with the time in milliseconds", () => {
    const before = Date.now();
    const milliseconds = Number.parseInt(uuidv7().replace("-", "").slice(0, 12), 16);
    expect(milliseconds).toBeGreaterThanOrEqual(before);
    expect(milliseconds).toBeLessThanOrEqual(Date.now());
  });

  it("is never the same twice", () => {
    const ids = Array.from({ length: 10_000 }, uuidv7);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
