import { describe, expect, it } from "vitest";

import { uuidv7, uuidv7For } from "@/lib/notifications/feed/uuidv7";

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

  it("made for a name is always the same, another one for each name and each seed, and of the seed's time", () => {
    const [seed, other] = [uuidv7(), uuidv7()];
    const ids = Array.from({ length: 10_000 }, (_, index) => uuidv7For(seed, `user ${index}`));
    for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(new Set([...ids, uuidv7For(other, "user 0")]).size).toBe(ids.length + 1);
    expect(uuidv7For(seed, "user 0")).toBe(ids[0]);
    expect(new Set(ids.map((id) => id.slice(0, 13)))).toEqual(new Set([seed.slice(0, 13)]));
  });
});
