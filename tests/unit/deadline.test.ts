import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { DEADLINE_MS, DeadlineError, withDeadline } from "@/db/deadline";
import { isUnavailable } from "@/db/unavailable";

describe("a deadline", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("passes on what the work came to", async () => {
    await expect(withDeadline(Promise.resolve(7))).resolves.toBe(7);
    await expect(withDeadline(Promise.reject(new Error("refused")))).rejects.toThrow("refused");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("ends the wait for work that is never settled, as the database being away", async () => {
    const outcome = withDeadline(new Promise(() => {})).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(DEADLINE_MS);
    const error = await outcome;
    expect(error).toBeInstanceOf(DeadlineError);
    expect(isUnavailable(error)).toBe(true);
  });
});
