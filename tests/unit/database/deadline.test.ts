import { AsyncResource } from "node:async_hooks";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { DeadlineError, timeLeft, withDeadline, withinAllowance } from "@/db/connection/deadline";
import { isUnavailable } from "@/db/connection/unavailable";

describe("a deadline", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("passes on the outcome of the work", async () => {
    await expect(withDeadline(Promise.resolve(7), 3000)).resolves.toBe(7);
    await expect(withDeadline(Promise.reject(new Error("refused")), 3000)).rejects.toThrow("refused");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("ends the wait for work that never settles, as the database being away", async () => {
    const outcome = withDeadline(new Promise(() => {}), 3000).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(3000);
    const error = await outcome;
    expect(error).toBeInstanceOf(DeadlineError);
    expect(isUnavailable(error)).toBe(true);
  });
});

describe("the allowance of a request", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("begins with the first question to the database, and covers all of them", async () => {
    await withinAllowance(async () => {
      // A slow upload is not the database's.
      vi.advanceTimersByTime(60_000);
      expect(timeLeft()).toBe(5_000);
      vi.advanceTimersByTime(2_000);
      expect(timeLeft()).toBe(3_000);
      vi.advanceTimersByTime(10_000);
      expect(timeLeft()).toBe(0);
    });
  });

  it("starts anew for each part of long work", async () => {
    await withinAllowance(async () => {
      timeLeft();
      vi.advanceTimersByTime(4_000);
      await withinAllowance(async () => expect(timeLeft()).toBe(5_000));
      expect(timeLeft()).toBe(1_000);
    });
  });

  it("does not bind work after the answer, or outside a request", async () => {
    let later = (): number => NaN;
    await withinAllowance(async () => {
      timeLeft();
      later = AsyncResource.bind(timeLeft);
    });
    vi.advanceTimersByTime(60_000);
    expect([later(), timeLeft()]).toEqual([Infinity, Infinity]);
  });
});
