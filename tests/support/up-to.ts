/** The positions of a feed that has this head: from one, without a gap. */
export function upTo(head: number): number[] {
  return Array.from({ length: head }, (_, index) => index + 1);
}
