import * as fc from "fast-check";

import { visible } from "@/lib/client/feed-cache";
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

// With an acknowledgement on its way, its position would mean something else in the new feed.
const makeAnew = fc.constant(
  step(
    "delete and make anew",
    ({ server }) => server.commit(madeAnew(server.feed)),
    ({ cache, reads }) => cache.position > 0 && cache.acknowledgements.length + reads.length === 0,
  ),
);

const bring = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.constantFrom("comes" as const, "comes again" as const, "is lost" as const))
  .map(([count, first]) =>
    step(`the stream brings ${count}, the first ${first}`, (browser) => browser.bring(count, first)),
  );

const handOver = fc.constant(step("events are handed over", (browser) => browser.handOver()));

const refetched = when.map((when) =>
  step(
    `the list arrives as of ${when}`,
    (browser) => browser.refetched(momentOf(browser, browser.refetch?.asked ?? 0, when)),
    ({ refetch }) => refetch !== null,
  ),
);

const olderPageArrives = fc.tuple(index, when).map(([index, when]) =>
  step(
    `older page ${index} arrives as of ${when}`,
    (browser) => {
      const request = taken(browser.olderPages, index);
      browser.olderPageArrives(request, momentOf(browser, request.asked, when));
    },
    ({ olderPages }) => olderPages.length > 0,
  ),
);

const acknowledgeOne = index.map((index) =>
  step(
    `acknowledge the one shown at ${index}`,
    (browser) => browser.acknowledge({ ids: [chosen(visible(browser.cache).notifications, index).id] }),
    (browser) => browser.knowsFeed && visible(browser.cache).notifications.length > 0,
  ),
);

const acknowledgeAll = fc.constant(
  step(
    "acknowledge all",
    (browser) => browser.acknowledge({ through: browser.cache.position }),
    (browser) => browser.knowsFeed,
  ),
);

const readReachesServer = index.map((index) =>
  step(
    `acknowledgement ${index} reaches the server`,
    (browser) => {
      const request = chosen(browser.reads, index);
      if (request.answer === null) browser.readReachesServer(request);
    },
    ({ reads }) => reads.length > 0,
  ),
);

const readEnds = fc.tuple(index, fc.boolean()).map(([index, isLost]) =>
  step(
    isLost ? `acknowledgement ${index} fails` : `acknowledgement ${index} is answered`,
    (browser) => browser.readEnds(taken(browser.reads, index), isLost),
    ({ reads }) => reads.length > 0 && (isLost || chosen(reads, index).answer !== null),
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
  { weight: 5, arbitrary: always("reload", (browser) => browser.reload()) },
  { weight: 4, arbitrary: refetched },
  { weight: 4, arbitrary: always("ask for older ones", (browser) => browser.askOlder()) },
  { weight: 4, arbitrary: olderPageArrives },
  { weight: 4, arbitrary: acknowledgeOne },
  { weight: 3, arbitrary: acknowledgeAll },
  { weight: 5, arbitrary: readReachesServer },
  { weight: 5, arbitrary: readEnds },
];

/** Everything that may happen, in any order. */
export const browserRuns = randomRuns(core, more, 40);
