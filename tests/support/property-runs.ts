/**
 * How many random cases a property is tried with: `usual`, or as many as FC_NUM_RUNS says, from a new seed each time or from
 * FC_SEED. A failure prints its seed and the shortest case that still fails.
 */
export function propertyRuns(usual: number): { numRuns: number; seed?: number } {
  const { FC_NUM_RUNS: runs, FC_SEED: seed } = process.env;
  return { numRuns: Number(runs ?? usual), ...(seed !== undefined && { seed: Number(seed) }) };
}
