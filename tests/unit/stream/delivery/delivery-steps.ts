import * as fc from "fast-check";
import { vi } from "vitest";

import type { Start } from "@/lib/notifications/stream/cursor";
import { READ_RETRY_MS } from "@/lib/notifications/stream/timings";
import {
  acknowledged,
  appended,
  EMPTY_FEED,
  erased,
  madeAnew,
  purged,
  robbed,
  type FeedMoment,
} from "@/tests/support/feed-moment";
import { chosen, randomRuns, taken } from "@/tests/support/random-runs";

import type { DeliveryWorld, Fate, Letter } from "./delivery-world";
import type { Leaving } from "./model-client";
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
    run: (world) => world.perform(run),
    toString: () => name,
  };
}

const user = fc.constantFrom("ada", "ada", "ada", "ada", "grace");
const index = fc.nat(5);

const fate = fc.constantFrom<Fate>("arrives", "waits", "is lost");

/** Changes a user's feed, and tells of it. */
function change(userId: string, what: string, fate: Fate, next: (feed: FeedMoment) => FeedMoment): Step {
  return step(
    `${what} (${userId}, message ${fate})`,
    (world) => world.send(world.commit(userId, next(world.database.feed(userId))), fate),
    (world) => world.mayGrow(userId),
  );
}

const append = fc
  .tuple(user, fc.constantFrom(10, 4_000, 20_000, 20_000), fate)
  .map(([userId, size, fate]) =>
    change(userId, `append ${size}`, fate, (feed) => appended(feed, `${feed.generation}-${feed.head + 1}-${size}`)),
  );

const appendMany = fc.tuple(user, fc.integer({ min: 2, max: 150 }), fate).map(([userId, count, fate]) =>
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

const rob = fc.tuple(user, index).map(([userId, index]) =>
  step(`what was read at a position is gone without a word (${userId})`, (world) => {
    const feed = world.database.feed(userId);
    const reads = [...new Set(feed.rows.map(({ readSeq }) => readSeq))].filter((readSeq) => readSeq !== null);
    world.commit(
      userId,
      robbed(feed, (readSeq) => readSeq === reads.at(-1 - index)),
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
      const letter = chosen(world.letters, index);
      if (!again) world.letters = world.letters.filter((other) => other !== letter);
      world.bring(letter);
    },
    (world) => world.letters.length > 0 && world.mayArrive(chosen(world.letters, index)),
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

const disconnect = fc
  .tuple(index, fc.constantFrom<Leaving>("aborts", "cancels", "aborts and cancels"))
  .map(([index, how]) =>
    step(
      `client ${index} ${how}`,
      (world) => world.disconnect(chosen(world.clients, index), how),
      (world) => world.clients.length > 0,
    ),
  );

const take = fc.tuple(index, fc.integer({ min: 1, max: 3 }), fc.boolean()).map(([index, frames, late]) =>
  step(
    `client ${index} takes ${frames}${late ? ", which is noticed late" : ""}`,
    (world) => world.take(chosen(world.clients, index), frames, late),
    (world) => world.clients.length > 0,
  ),
);

const stall = index.map((index) =>
  step(
    `client ${index} stalls`,
    (world) => chosen(world.clients, index).witness.stall(true),
    (world) => world.clients.length > 0,
  ),
);

const acknowledgeSubscription = index.map((index) =>
  step(
    `subscription ${index} is acknowledged`,
    ({ bus }) => taken(bus.acknowledgements, index)(),
    ({ bus }) => bus.acknowledgements.length > 0,
  ),
);

const messageOutage = fc.constant(
  step("the bus goes away, or is back", ({ bus }) => (bus.isAway ? bus.comeBack() : bus.goAway())),
);

/** A query ends, in any order, as of any moment since it was asked. */
function answer(name: string, of: (world: DeliveryWorld) => Question[]): fc.Arbitrary<Step> {
  return fc.tuple(index, fc.constantFrom(0, 0.5, 1)).map(([index, when]) =>
    step(
      `${name} ${index} is answered as of ${["its start", "halfway", "now"][when * 2]}`,
      (world) => {
        const { moments } = world.database;
        const { asked, answer } = taken(of(world), index);
        answer(moments[Math.floor(asked + when * (moments.length - 1 - asked))] ?? new Map());
      },
      (world) => of(world).length > 0,
    ),
  );
}

function fail(name: string, of: (world: DeliveryWorld) => Question[]): fc.Arbitrary<Step> {
  return index.map((index) =>
    step(
      `${name} ${index} fails`,
      (world) => taken(of(world), index).fail(),
      (world) => of(world).length > 0,
    ),
  );
}

const readsOf = ({ database }: DeliveryWorld): Question[] => database.reads;
const sweepsOf = ({ database }: DeliveryWorld): Question[] => database.sweeps;

const always = (name: string, run: (world: DeliveryWorld) => void | Promise<void>): fc.Arbitrary<Step> =>
  fc.constant(step(name, run));

/** Without these nothing happens. */
const core = [
  { weight: 12, arbitrary: append },
  { weight: 3, arbitrary: connect },
  { weight: 6, arbitrary: take },
  { weight: 3, arbitrary: always("everything under way ends", (world) => world.letThrough()) },
  { weight: 1, arbitrary: always("heal", (world) => world.heal(true)) },
];

const more = [
  { weight: 1, arbitrary: appendMany },
  { weight: 4, arbitrary: acknowledge },
  { weight: 2, arbitrary: acknowledgeThrough },
  { weight: 1, arbitrary: erase },
  { weight: 2, arbitrary: purge },
  { weight: 1, arbitrary: rob },
  { weight: 5, arbitrary: arrive },
  { weight: 2, arbitrary: disconnect },
  { weight: 2, arbitrary: stall },
  { weight: 4, arbitrary: acknowledgeSubscription },
  { weight: 1, arbitrary: messageOutage },
  { weight: 9, arbitrary: answer("read", readsOf) },
  { weight: 2, arbitrary: fail("read", readsOf) },
  { weight: 3, arbitrary: answer("sweep", sweepsOf) },
  { weight: 2, arbitrary: always("time passes", () => void vi.advanceTimersByTime(2 * READ_RETRY_MS)) },
  { weight: 1, arbitrary: always("heartbeat", (world) => world.heartbeat()) },
  { weight: 1, arbitrary: always("restart", (world) => world.restart()) },
  { weight: 3, arbitrary: always("hurry", (world) => void (world.hurries = true)) },
];

const needSweeps = [
  { weight: 2, arbitrary: makeAnew },
  { weight: 2, arbitrary: foreignMessage },
  { weight: 1, arbitrary: fail("sweep", sweepsOf) },
  { weight: 3, arbitrary: always("sweep", (world) => world.sweep()) },
  { weight: 1, arbitrary: always("heal without messages", (world) => world.heal(false)) },
];

/** A feed with a past: so much has been appended, and read up to there. */
const past = fc.tuple(fc.nat(8), fc.nat(8)).map(([count, through]) => {
  let feed = EMPTY_FEED;
  for (let i = 0; i < count; i++) feed = appended(feed, `0-${feed.head + 1}-10`);
  return acknowledged(feed, ({ seq }) => seq <= through, READ_CHUNK);
});

/** What may happen while the bus loses nothing but what it was not there for. */
export const reliableRuns = fc.tuple(past, randomRuns(core, more, 60));
/** Everything that may happen. */
export const anyRuns = fc.tuple(past, randomRuns(core, [...more, ...needSweeps], 60));
