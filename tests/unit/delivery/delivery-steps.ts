import { setImmediate } from "node:timers/promises";

import fc from "fast-check";
import { vi } from "vitest";

import type { Start } from "@/lib/stream/cursor";
import { READ_RETRY_MS } from "@/lib/stream/timings";
import { acknowledged, appended, erased, madeAnew, purged, type FeedMoment } from "@/tests/support/feed-moment";

import type { DeliveryWorld, Letter } from "./delivery-world";
import type { Question } from "./model-database";

type Step = fc.AsyncCommand<DeliveryWorld, DeliveryWorld>;

/** Changes that an acknowledgement packs into one READ. */
const READ_CHUNK = 2;

function step(
  name: string,
  run: (world: DeliveryWorld) => void | Promise<void>,
  isPossible: (world: DeliveryWorld) => boolean = () => true,
): Step {
  return {
    check: (world) => isPossible(world as DeliveryWorld),
    async run(world) {
      const { hurried } = world;
      world.hurried = false;
      await run(world);
      if (!hurried) await setImmediate();
      world.check();
    },
    toString: () => name,
  };
}

const user = fc.constantFrom("ada", "grace");
const index = fc.nat(5);

/** The one that a random index means; there must be one. */
function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new Error("nothing to choose from");
  return item;
}

type Fate = "arrives" | "waits" | "is lost";
const fate = fc.constantFrom<Fate>("arrives", "waits", "is lost");

function send(world: DeliveryWorld, letters: readonly Letter[], fate: Fate): void {
  if (fate === "waits") world.letters.push(...letters);
  if (fate === "arrives") for (const letter of letters) world.bring(letter);
}

/** Changes a user's feed, and tells of it. */
function change(userId: string, what: string, fate: Fate, next: (feed: FeedMoment) => FeedMoment): Step {
  return step(
    `${what} (${userId}, message ${fate})`,
    (world) => send(world, world.commit(userId, next(world.database.feed(userId))), fate),
    (world) => world.mayGrow(userId),
  );
}

const append = fc
  .tuple(user, fc.constantFrom(10, 6_000, 20_000), fate)
  .map(([userId, size, fate]) =>
    change(userId, `append ${size}`, fate, (feed) =>
      appended(feed, `${feed.generation}-${feed.head + 1}-${size}`),
    ),
  );

const appendMany = fc
  .tuple(user, fc.integer({ min: 2, max: 150 }), fate)
  .map(([userId, count, fate]) =>
    change(userId, `append ${count} times`, fate, (feed) => {
      let next = feed;
      for (let i = 0; i < count; i++) next = appended(next, `${feed.generation}-${next.head + 1}-10`);
      return next;
    }),
  );

const acknowledge = fc
  .tuple(user, fc.uniqueArray(index, { minLength: 1, maxLength: 4 }), fate)
  .map(([userId, backs, fate]) =>
    change(userId, `acknowledge the newest but ${backs.join()}`, fate, (feed) =>
      acknowledged(feed, (row) => backs.some((back) => row === feed.rows.at(-1 - back)), READ_CHUNK),
    ),
  );

const acknowledgeThrough = fc
  .tuple(user, index, fate)
  .map(([userId, back, fate]) =>
    change(userId, `acknowledge through head - ${back}`, fate, (feed) =>
      acknowledged(feed, (row) => row.seq <= feed.head - back, READ_CHUNK),
    ),
  );

const erase = fc.tuple(user, fate).map(([userId, fate]) => change(userId, "erase", fate, erased));

const purge = fc.tuple(user, index, fc.boolean()).map(([userId, back, halfway]) =>
  step(`purge up to head - ${back}${halfway ? ", halfway" : ""} (${userId})`, (world) => {
    const feed = world.database.feed(userId);
    world.commit(
      userId,
      purged(feed, Math.max(feed.floor, feed.head - back), ({ seq }) => halfway && seq % 2 === 0),
    );
  }),
);

const makeAnew = user.map((userId) =>
  step(`delete and make anew (${userId})`, (world) => {
    world.commit(userId, madeAnew(world.database.feed(userId)));
  }),
);

const foreignMessage = fc.tuple(user, fc.integer({ min: -3, max: 3 })).map(([userId, ahead]) => {
  const letter = (world: DeliveryWorld): Letter => {
    const position = Math.max(1, world.database.feed(userId).head + ahead);
    return { userId, frame: world.database.foreignFrame(userId, position) };
  };
  return step(
    `message of another database at head + ${ahead} (${userId})`,
    (world) => world.bring(letter(world)),
    (world) => world.mayArrive(letter(world)),
  );
});

const arrive = fc.tuple(index, fc.boolean()).map(([index, again]) =>
  step(
    `message ${index} arrives${again ? " and will again" : ""}`,
    (world) => {
      const letter = at(world.letters, index);
      if (!again) world.letters = world.letters.filter((other) => other !== letter);
      world.bring(letter);
    },
    (world) => world.letters.length > 0 && world.mayArrive(at(world.letters, index)),
  ),
);

const connect = fc
  .tuple(
    user,
    fc.oneof(
      fc.record({ back: fc.oneof(fc.nat(4), fc.nat(200)) }),
      fc.record({ ahead: fc.integer({ min: 1, max: 3 }) }),
      fc.constantFrom<Start>("head", "unreadable"),
    ),
    fc.boolean(),
  )
  .map(([userId, start, expired]) =>
    step(`connect from ${fc.stringify(start)}${expired ? ", expired" : ""} (${userId})`, (world) => {
      const { head } = world.database.feed(userId);
      const expiresAt = expired ? 0 : Infinity;
      if (typeof start === "string") world.connect(userId, start, expiresAt);
      else if ("back" in start) world.connect(userId, { after: Math.max(0, head - start.back) }, expiresAt);
      else if ("ahead" in start) world.connect(userId, { after: head + start.ahead }, expiresAt);
    }),
  );

const disconnect = fc.tuple(index, fc.boolean()).map(([index, aborts]) =>
  step(
    `disconnect ${index}${aborts ? " by its signal" : ""}`,
    (world) => world.disconnect(at(world.clients, index), aborts),
    (world) => world.clients.length > 0,
  ),
);

const take = fc.tuple(index, fc.integer({ min: 1, max: 3 })).map(([index, frames]) =>
  step(
    `client ${index} takes ${frames}`,
    (world) => at(world.clients, index).take(frames),
    (world) => world.clients.length > 0,
  ),
);

const acknowledgeSubscription = index.map((index) =>
  step(
    `subscription ${index} is acknowledged`,
    ({ bus: { acknowledgements } }) => {
      const acknowledgement = at(acknowledgements, index);
      acknowledgements.splice(acknowledgements.indexOf(acknowledgement), 1);
      acknowledgement();
    },
    ({ bus }) => bus.acknowledgements.length > 0,
  ),
);

/** Queries end in any order, each as of any moment since it was asked, or fail. */
function question(name: string, of: (world: DeliveryWorld) => Question[]): fc.Arbitrary<Step> {
  return fc.tuple(index, fc.constantFrom("as of its start", "as of now", "halfway", "with a failure")).map(([index, how]) =>
    step(
      `${name} ${index} ends ${how}`,
      (world) => {
        const questions = of(world);
        const { moments } = world.database;
        const asked = at(questions, index);
        questions.splice(questions.indexOf(asked), 1);
        if (how === "with a failure") return asked.fail();
        const latest = moments.length - 1;
        const moment = { "as of its start": asked.asked, "as of now": latest, halfway: (asked.asked + latest) >> 1 }[how];
        asked.answer(moments[moment ?? latest] ?? new Map());
      },
      (world) => of(world).length > 0,
    ),
  );
}

const always = (name: string, run: (world: DeliveryWorld) => void | Promise<void>): fc.Arbitrary<Step> =>
  fc.constant(step(name, run));

/** Everything that may happen, in any order. */
export const deliverySteps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: append },
  { weight: 1, arbitrary: appendMany },
  { weight: 4, arbitrary: acknowledge },
  { weight: 1, arbitrary: acknowledgeThrough },
  { weight: 1, arbitrary: erase },
  { weight: 2, arbitrary: purge },
  { weight: 1, arbitrary: makeAnew },
  { weight: 1, arbitrary: foreignMessage },
  { weight: 5, arbitrary: arrive },
  { weight: 6, arbitrary: connect },
  { weight: 2, arbitrary: disconnect },
  { weight: 6, arbitrary: take },
  { weight: 4, arbitrary: acknowledgeSubscription },
  { weight: 10, arbitrary: question("read", ({ database }) => database.reads) },
  { weight: 3, arbitrary: question("sweep", ({ database }) => database.sweeps) },
  { weight: 3, arbitrary: always("sweep", (world) => world.sweep()) },
  { weight: 1, arbitrary: always("the bus is back", ({ bus }) => bus.recover()) },
  { weight: 2, arbitrary: always("time passes", () => void vi.advanceTimersByTime(2 * READ_RETRY_MS)) },
  { weight: 1, arbitrary: always("heartbeat", (world) => world.heartbeat()) },
  { weight: 1, arbitrary: always("restart", (world) => world.restart()) },
  { weight: 3, arbitrary: always("everything under way ends", (world) => world.letThrough()) },
  { weight: 1, arbitrary: always("heal", (world) => world.heal(true)) },
  { weight: 1, arbitrary: always("heal without messages", (world) => world.heal(false)) },
  { weight: 3, arbitrary: always("hurry", (world) => void (world.hurried = true)) },
);
