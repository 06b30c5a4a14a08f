import * as fc from "fast-check";

import { isUnread } from "@/lib/notifications/client/feed/notifications";
import { visible } from "@/lib/notifications/client/feed/visible";
import { acknowledged, appended, EMPTY_FEED, erased, madeAnew, type FeedMoment } from "@/tests/support/feed-moment";
import { chosen, randomRuns, taken } from "@/tests/support/random-runs";

import { idOf, type ModelBrowser } from "./model-browser";

type Step = fc.AsyncCommand<ModelBrowser, ModelBrowser>;

function step(
  name: string,
  run: (browser: ModelBrowser) => void,
  isPossible: (browser: ModelBrowser) => boolean = () => true,
): Step {
  return {
    check: (browser) => isPossible(browser as ModelBrowser),
    async run(browser) {
      run(browser);
      browser.settle();
    },
    toString: () => name,
  };
}

const index = fc.nat(4);

/** When the server looked, between the question and its answer. */
const when = fc.constantFrom(0, 0.5, 1);

function momentOf({ server }: ModelBrowser, asked: number, when: number): FeedMoment {
  return server.moments[Math.floor(asked + when * (server.moments.length - 1 - asked))] ?? EMPTY_FEED;
}

export const notified = (feed: FeedMoment): FeedMoment => appended(feed, idOf(feed.generation, feed.head + 1));

const change = (name: string, next: (feed: FeedMoment) => FeedMoment): Step =>
  step(
    name,
    ({ server }) => server.commit(next(server.feed)),
    // A feed made anew that has grown past the page's position cannot be told from the old one: positions do not say.
    (browser) => browser.knowsFeed,
  );

const append = fc.constant(change("append", notified));

const readElsewhere = fc
  .uniqueArray(index, { minLength: 1 })
  .map((backs) =>
    change(`another device reads the newest but ${backs.join()}`, (feed) =>
      acknowledged(feed, (row) => backs.some((back) => row === feed.rows.at(-1 - back)), 2),
    ),
  );

const readThroughElsewhere = index.map((back) =>
  change(`another device reads through head - ${back}`, (feed) =>
    acknowledged(feed, ({ seq }) => seq <= feed.head - back, 2),
  ),
);

const erase = fc.constant(change("erase", erased));

// An acknowledgement on its way, or an event that comes again, would mean something else in the new feed.
const makeAnew = fc.constant(
  step(
    "delete and make anew",
    ({ server }) => server.commit(madeAnew(server.feed)),
    ({ isPastStart, reads, hasRepeats }) => isPastStart && reads.length === 0 && !hasRepeats,
  ),
);

const bring = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.constantFrom("comes" as const, "comes again" as const, "is lost" as const))
  .map(([count, first]) =>
    step(`the stream brings ${count}, the first ${first}`, (browser) => browser.bring(count, first)),
  );

const handOver = fc.constant(step("events are handed over", (browser) => browser.handOver()));

/** Which of the two lists. */
const which = fc.constantFrom(0 as const, 1 as const);
const NAMES = ["unread ones", "all"];

const reload = which.map((which) => step(`reload ${NAMES[which]}`, ({ lists }) => lists[which].reload()));

const refetched = fc.tuple(which, when).map(([which, when]) =>
  step(
    `the list of ${NAMES[which]} arrives as of ${when}`,
    (browser) => {
      const list = browser.lists[which];
      browser.refetched(list, momentOf(browser, list.refetch?.asked ?? 0, when));
    },
    ({ lists }) => lists[which].refetch !== null,
  ),
);

const askOlder = which.map((which) =>
  step(`ask for older ones of ${NAMES[which]}`, ({ lists, now }) => lists[which].askOlder(now)),
);

const olderPageArrives = fc.tuple(which, index, when).map(([which, index, when]) =>
  step(
    `older page ${index} of ${NAMES[which]} arrives as of ${when}`,
    (browser) => {
      const list = browser.lists[which];
      const request = taken(list.olderPages, index);
      browser.olderPageArrives(list, request, momentOf(browser, request.asked, when));
    },
    ({ lists }) => lists[which].olderPages.length > 0,
  ),
);

const shownIn = ({ lists, outbox }: ModelBrowser, which: 0 | 1) =>
  visible(lists[which].cache, outbox.entries).notifications.filter(isUnread);

const acknowledgeOne = fc.tuple(which, index).map(([which, index]) =>
  step(
    `acknowledge the one shown at ${index} of ${NAMES[which]}`,
    (browser) => browser.acknowledge(browser.lists[which], { ids: [chosen(shownIn(browser, which), index).id] }),
    (browser) => browser.knowsFeed && shownIn(browser, which).length > 0,
  ),
);

const acknowledgeAll = which.map((which) =>
  step(
    `acknowledge all in ${NAMES[which]}`,
    (browser) => {
      const list = browser.lists[which];
      const { position, items } = list.cache;
      const seen = items.slice(0, 2).map(({ notification }) => notification.id);
      browser.acknowledge(list, { through: position, seen });
    },
    // It must not come to a feed which the page does not know, and which has grown: positions do not say.
    (browser) => browser.knowsFeed,
  ),
);

const send = fc.tuple(fc.boolean(), index).map(([isAlone, index]) =>
  step(
    isAlone ? `send ${index} of the outbox` : "send the outbox",
    (browser) => browser.send(isAlone ? [chosen(browser.unsent, index)] : browser.unsent),
    ({ unsent }) => unsent.length > 0,
  ),
);

const readReachesServer = index.map((index) =>
  step(
    `acknowledgement ${index} reaches the server`,
    (browser) => {
      const request = chosen(browser.reads, index);
      if (request.answer === null) browser.readReachesServer(request);
    },
    ({ reads, knowsFeed }) => knowsFeed && reads.length > 0,
  ),
);

const readEnds = fc.tuple(index, fc.boolean()).map(([index, isLost]) =>
  step(
    isLost ? `acknowledgement ${index} fails` : `acknowledgement ${index} is answered`,
    (browser) => browser.readEnds(taken(browser.reads, index), isLost),
    ({ reads }) => reads.length > 0 && (isLost || chosen(reads, index).answer !== null),
  ),
);

const refuse = index.map((index) =>
  step(
    `acknowledgement ${index} is refused`,
    (browser) => browser.refuse(taken(browser.reads, index)),
    // What is refused was not done, and is not done by another request.
    ({ reads }) => reads.length === 1 && reads[0]?.answer === null,
  ),
);

const always = (name: string, run: (browser: ModelBrowser) => void): fc.Arbitrary<Step> => fc.constant(step(name, run));

/** Without these nothing happens. */
const core = [
  { weight: 10, arbitrary: append },
  { weight: 8, arbitrary: bring },
  { weight: 8, arbitrary: handOver },
];

const more = [
  { weight: 6, arbitrary: readElsewhere },
  { weight: 2, arbitrary: readThroughElsewhere },
  { weight: 2, arbitrary: erase },
  { weight: 2, arbitrary: makeAnew },
  { weight: 2, arbitrary: always("disconnect", (browser) => browser.disconnect()) },
  { weight: 3, arbitrary: always("connect", (browser) => browser.connect()) },
  { weight: 2, arbitrary: always("poll", (browser) => browser.poll()) },
  { weight: 5, arbitrary: reload },
  { weight: 4, arbitrary: refetched },
  { weight: 4, arbitrary: askOlder },
  { weight: 4, arbitrary: olderPageArrives },
  { weight: 4, arbitrary: acknowledgeOne },
  { weight: 3, arbitrary: acknowledgeAll },
  { weight: 5, arbitrary: send },
  { weight: 5, arbitrary: readReachesServer },
  { weight: 5, arbitrary: readEnds },
  { weight: 2, arbitrary: refuse },
];

/** Everything that may happen, in any order. */
export const browserRuns = randomRuns(core, more, 40);
