import fc from "fast-check";

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
