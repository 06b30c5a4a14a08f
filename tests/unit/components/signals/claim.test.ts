import { describe, expect, it } from "vitest";

import { claim, type Mark, withHead, withSetBack } from "@/lib/notifications/client/arrivals/claim";

import { arrivalOf } from "./notifications";

const NOW = 1_000_000;
const markAt = (position: number, at = NOW): Mark => ({ position, at, setBack: null });

describe("a claim", () => {
  it("is granted once, to whoever comes first", () => {
    const first = claim(markAt(5), [arrivalOf(6), arrivalOf(7)], NOW);
    expect(first.claim.arrivals).toEqual([arrivalOf(6), arrivalOf(7)]);
    const second = claim(first.mark, [arrivalOf(7), arrivalOf(8)], NOW);
    expect(second.claim.arrivals).toEqual([arrivalOf(8)]);
    expect(second.mark.position).toBe(8);
  });

  it("is granted without a mark", () => {
    expect(claim(null, [arrivalOf(1)], NOW).claim).toEqual({ arrivals: [arrivalOf(1)], startsBurst: true });
  });

  it("of a count leaves out what has been shown one by one", () => {
    const counted = { position: 9, count: 3, notification: null };
    expect(claim(markAt(5), [counted], NOW).claim.arrivals).toEqual([counted]);
    expect(claim(markAt(8), [counted], NOW).claim.arrivals).toEqual([{ ...counted, count: 1 }]);
    expect(claim(markAt(9), [counted], NOW).claim.arrivals).toEqual([]);
  });

  it("starts a burst after a quiet while, whichever tab claimed last", () => {
    const first = claim(markAt(5, NOW - 10_000), [arrivalOf(6)], NOW);
    expect(first.claim.startsBurst).toBe(true);
    const second = claim(first.mark, [arrivalOf(7)], NOW + 1_500);
    expect(second.claim.startsBurst).toBe(false);
    expect(claim(second.mark, [arrivalOf(8)], NOW + 3_000).claim.startsBurst).toBe(false);
    expect(claim(second.mark, [arrivalOf(8)], NOW + 4_000).claim.startsBurst).toBe(true);
  });
});

describe("the mark of a feed that was set back", () => {
  const setBack = { from: 50, to: 1 };

  it("follows it", () => {
    expect(withSetBack(markAt(50), setBack, NOW).position).toBe(1);
    expect(withSetBack(null, setBack, NOW).position).toBe(1);
  });

  it("follows once, so that a tab that is told later has nothing shown twice", () => {
    const first = claim(withSetBack(markAt(50), setBack, NOW), [arrivalOf(2)], NOW);
    expect(first.claim.arrivals).toHaveLength(1);
    const later = withSetBack(first.mark, setBack, NOW);
    expect(claim(later, [arrivalOf(2)], NOW).claim.arrivals).toEqual([]);
  });

  it("is not lifted by one that went on", () => {
    expect(withSetBack(markAt(5), { from: 3, to: 8 }, NOW).position).toBe(5);
  });

  it("follows a database that was made anew, and not a tab that is a moment behind", () => {
    expect(withHead(markAt(50, NOW - 3_600_000), 3, NOW)?.position).toBe(3);
    expect(withHead(markAt(50, NOW - 100), 49, NOW)?.position).toBe(50);
    expect(withHead(markAt(50, NOW - 3_600_000), 60, NOW)?.position).toBe(50);
    expect(withHead(null, 3, NOW)).toBeNull();
  });
});
