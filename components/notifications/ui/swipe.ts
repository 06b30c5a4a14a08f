/** Less than this is a finger resting. */
const SLOP_PX = 8;
/** So much more sideways than up or down, or else it is scrolling. */
const SIDEWAYS = 1.3;
const COMMITTING_SHARE = 0.35;
const FLICK_PX_PER_MS = 0.5;
const SHORTEST_FLICK_PX = 32;

/** What a finger that has moved this far means: nothing yet, a swipe our way, or something that is not for us. */
export function swipeIntent(along: number, across: number): "unclear" | "swipe" | "other" {
  if (Math.max(Math.abs(along), Math.abs(across)) < SLOP_PX) return "unclear";
  return along > 0 && along > Math.abs(across) * SIDEWAYS ? "swipe" : "other";
}

/** Whether letting go here does it: far enough, or a flick. Pixels, pixels per millisecond. */
export function swipeCommits(distance: number, velocity: number, width: number): boolean {
  if (velocity < -FLICK_PX_PER_MS) return false;
  return distance > width * COMMITTING_SHARE || (velocity > FLICK_PX_PER_MS && distance > SHORTEST_FLICK_PX);
}
