import * as fc from "fast-check";

interface Kind<Step> {
  weight: number;
  arbitrary: fc.Arbitrary<Step>;
}

/**
 * Sequences of steps, of which each makes do with some of the kinds besides the `core`, without which nothing happens. What
 * takes several steps of a few kinds in a row is far likelier so than with all kinds in every run.
 */
export function randomRuns<Model extends object>(
  core: Kind<fc.AsyncCommand<Model, Model>>[],
  more: Kind<fc.AsyncCommand<Model, Model>>[],
  most: number,
): fc.Arbitrary<Iterable<fc.AsyncCommand<Model, Model>>> {
  return fc
    .subarray(more)
    .chain((some) => fc.commands([fc.oneof(...core, ...some)], { maxCommands: most, size: "max" }));
}

/**
 * Tries `check` with random cases: `usual` of them, or as many as FC_NUM_RUNS says, or for FC_MINUTES, from a new seed each
 * time or from FC_SEED.
 * A failure prints its seed and the shortest case that still fails.
 */
export async function expectAlways<Case>(
  usual: number,
  cases: fc.Arbitrary<Case>,
  check: (one: Case) => Promise<void>,
): Promise<void> {
  const { FC_NUM_RUNS: runs, FC_MINUTES: minutes, FC_SEED: seed } = process.env;
  await fc.assert(fc.asyncProperty(cases, check), {
    ...(minutes === undefined
      ? { numRuns: Number(runs ?? usual) }
      : { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: Number(minutes) * 60_000 }),
    ...(seed !== undefined && { seed: Number(seed) }),
  });
}

/** The one that a random index means; there must be one. */
export function chosen<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new Error("nothing to choose from");
  return item;
}

/** The same, no longer among the others. */
export function taken<Item>(items: Item[], index: number): Item {
  const item = chosen(items, index);
  items.splice(items.indexOf(item), 1);
  return item;
}
