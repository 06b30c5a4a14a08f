import * as fc from "fast-check";
import { describe, it } from "vitest";

import { connectionOf, type MachineEvent } from "@/lib/notifications/client/connection/reconnect-machine";
import { expectAlways } from "@/tests/support/random-runs";

import { FAIR, MachineWorld, type StreamFate, type Weather } from "./machine-world";

/** In any minute, whatever the outside world does, and nobody touches the page. */
const MOST_REQUESTS = 60;
const LONG_MS = 180_000;

const answer = fc.constantFrom("ours" as const, "refused" as const, "signed-out" as const, "none" as const);
const fates: StreamFate[] = [
  "good",
  "refused",
  "never answered",
  "cut before its sync",
  "cut after its sync",
  "cut after its first ping",
  "mute after its sync",
  "held back, each chunk until the next",
  "flushed every ten seconds",
  "slow",
];
const weather: fc.Arbitrary<Weather> = fc.record({
  stream: fc.constantFrom(...fates),
  answer: fc.option(answer),
  list: answer,
  isAhead: fc.boolean(),
  retryAfter: fc.constantFrom("", "0", "7", "3600", "2200000", "-5", "1e9", "soon", "Sun, 22 Nov 2026 11:00:00 GMT"),
});

/** What comes from the page and the browser. */
const touch: fc.Arbitrary<MachineEvent> = fc.constantFrom<MachineEvent>(
  { type: "woke", isFresh: true },
  { type: "woke", isFresh: false },
  { type: "looked" },
  { type: "online" },
  { type: "offline" },
  { type: "doubted" },
  { type: "overtaken" },
  { type: "close" },
  { type: "open", isSteady: false },
  { type: "open", isSteady: true },
);

const happening = fc.oneof(
  weather.map((next) => (world: MachineWorld) => void (world.weather = next)),
  touch.map((event) => (world: MachineWorld) => world.send(event)),
  fc.constantFrom(0, 50, 700, 3_000, 20_000, 70_000).map((time) => (world: MachineWorld) => world.pass(time)),
);

/** Always the same numbers, and the extremes among them. */
const randomness = fc.constantFrom(0, 0.5, 0.999).chain((fixed) => fc.constantFrom(() => fixed));

const opened = (random: () => number): MachineWorld => {
  const world = new MachineWorld(random);
  world.send({ type: "open", isSteady: false });
  return world;
};

describe("the live connection's machine, whatever happens in whatever order", () => {
  it(
    "has a time limit in every state, never waits longer than a minute, and is live once the world is fair",
    { timeout: 0 },
    () =>
      expectAlways(
        2_000,
        fc.tuple(fc.array(happening, { maxLength: 40 }), randomness),
        async ([happenings, random]) => {
          const world = opened(random);
          for (const happen of happenings) happen(world);
          world.weather = FAIR;
          world.send({ type: "open", isSteady: false });
          world.pass(LONG_MS);
          if (world.machine.state !== "live") throw new Error(`${world.machine.state} in the end`);
        },
      ),
  );

  it(`makes at most ${MOST_REQUESTS} requests in a minute, in any weather`, { timeout: 0 }, () =>
    expectAlways(1_000, fc.tuple(weather, weather, randomness), async ([first, second, random]) => {
      const world = new MachineWorld(random);
      world.weather = first;
      world.send({ type: "open", isSteady: false });
      world.pass(LONG_MS);
      world.weather = second;
      world.pass(LONG_MS);
      if (world.mostRequestsInAMinute > MOST_REQUESTS)
        throw new Error(`${world.mostRequestsInAMinute} requests in a minute`);
    }),
  );

  it("is never shown as live for longer than a few seconds on a stream that holds things back", { timeout: 0 }, () =>
    expectAlways(
      500,
      fc.tuple(fc.constantFrom(...fates.filter((fate) => fate !== "good")), answer, randomness),
      async ([stream, list, random]) => {
        const world = new MachineWorld(random);
        world.weather = { ...FAIR, stream, list };
        world.send({ type: "open", isSteady: false });
        let liveSince: number | null = null;
        for (let time = 0; time < LONG_MS; time += 100) {
          world.pass(100);
          if (connectionOf(world.machine, true, false) !== "live") liveSince = null;
          else liveSince ??= time;
          if (liveSince !== null && time - liveSince > 5_000) throw new Error(`live for ${time - liveSince} ms`);
        }
      },
    ),
  );
});
