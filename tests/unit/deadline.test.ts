import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { DeadlineError, withDeadline } from "@/db/deadline";
import { isUnavailable } from "@/db/unavailable";

describe("a deadline", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("passes on what the work came to", async () => {
    await expect(withDeadline(Promise.resolve(7), 3000)).resolves.toBe(7);
    await expect(withDeadline(Promise.reject(new Error("refused")), 3000)).rejects.toThrow("refused");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("ends the wait for work that is never settled, as the database being away", async () => {
    const outcome = withDeadline(new Promise(() => {}), 3000).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(3000);
    const error = await outcome;
    expect(error).toBeInstanceOf(DeadlineError);
    expect(isUnavailable(error)).toBe(true);
  });
});
