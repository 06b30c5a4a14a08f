import type { Arrival } from "./arrivals";

/** After this time without arrivals, the next one starts a new burst. */
const QUIET_MS = 2_000;
/** Another tab may be ahead of this one by a moment, but not by this much. */
const AHEAD_MS = 60_000;

/** How far a browser has shown one user's feed, whichever tab it was. */
export interface Mark {
  position: number;
  /** Time of the last claim, in milliseconds. */
  at: number;
  /** The last time that the feed was set back, as all tabs are told of it. */
  setBack: string | null;
}

export interface Claim {
  /** For this tab to show: no other tab has claimed them. */
  arrivals: readonly Arrival[];
  /** True if nothing arrived for a while before. */
  startsBurst: boolean;
}

/** Claims those of `arrivals` that no tab has claimed yet. The new mark keeps others from claiming them. */
export function claim(mark: Mark | null, arrivals: readonly Arrival[], now: number): { mark: Mark; claim: Claim } {
  let position = mark?.position ?? -1;
  const claimed: Arrival[] = [];
  for (const arrival of arrivals) {
    if (arrival.position <= position) continue;
    // Some of what was only counted may have been shown one by one.
    claimed.push({ ...arrival, count: Math.min(arrival.count, arrival.position - position) });
    ({ position } = arrival);
  }
  const at = claimed.length > 0 || mark === null ? now : mark.at;
  return {
    mark: { position, at, setBack: mark?.setBack ?? null },
    claim: { arrivals: claimed, startsBurst: now - (mark?.at ?? -Infinity) > QUIET_MS },
  };
}

/** The mark follows a feed that was set back, once: a tab that hears of it later must not undo what was claimed since. */
export function withSetBack(mark: Mark | null, { from, to }: { from: number; to: number }, now: number): Mark {
  const setBack = `${from} to ${to}`;
  if (mark === null) return { position: to, at: now, setBack };
  return mark.setBack === setBack ? mark : { ...mark, position: Math.min(mark.position, to), setBack };
}

/**
 * The mark when a page has caught up at `head`. If the mark is beyond that, and not by a moment, the database was made anew
 * while no page was open: the mark goes back to `head`.
 */
export function withHead(mark: Mark | null, head: number, now: number): Mark | null {
  const impossible = mark !== null && mark.position > head && now - mark.at > AHEAD_MS;
  return impossible ? { ...mark, position: head } : mark;
}
