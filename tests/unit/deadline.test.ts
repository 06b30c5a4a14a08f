import { AsyncResource } from "node:async_hooks";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { DeadlineError, timeLeft, withDeadline, withinAllowance } from "@/db/connection/deadline";
import { isUnavailable } from "@/db/connection/unavailable";

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

describe("the allowance of a request", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("begins with the first that is asked of the database, and is one for all that is asked", async () => {
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

  it("starts anew for each part of a long piece of work", async () => {
    await withinAllowance(async () => {
      timeLeft();
      vi.advanceTimersByTime(4_000);
      await withinAllowance(async () => expect(timeLeft()).toBe(5_000));
      expect(timeLeft()).toBe(1_000);
    });
  });

  it("does not bind what goes on after the answer, nor what is in no request", async () => {
    let later = (): number => NaN;
    await withinAllowance(async () => {
      timeLeft();
      later = AsyncResource.bind(timeLeft);
    });
    vi.advanceTimersByTime(60_000);
    expect([later(), timeLeft()]).toEqual([Infinity, Infinity]);
  });
});
