import * as fc from "fast-check";

import { acknowledged } from "@/tests/support/feed-moment";
import { chosen, randomRuns } from "@/tests/support/random-runs";
import { notified } from "@/tests/unit/client/feed/browser-steps";

import { ModelTab, type ModelBrowser } from "./model-tabs";

type Step = fc.AsyncCommand<ModelBrowser, ModelBrowser>;

const MOST_TABS = 5;

function step(
  name: string,
  run: (browser: ModelBrowser) => Promise<void> | void,
  isPossible: (browser: ModelBrowser) => boolean = () => true,
): Step {
  return {
    check: (browser) => isPossible(browser as ModelBrowser),
    run: async (browser) => run(browser),
    toString: () => name,
  };
}

/** Something happens to one of the tabs of which it can be said. */
function tabStep(
  name: string,
  run: (tab: ModelTab, browser: ModelBrowser) => Promise<void> | void,
  isPossible: (tab: ModelTab) => boolean = () => true,
): fc.Arbitrary<Step> {
  return fc.nat(MOST_TABS - 1).map((index) =>
    step(
      `tab ${index} ${name}`,
      (browser) => run(chosen(browser.tabs.filter(isPossible), index), browser),
      ({ tabs }) => tabs.some(isPossible),
    ),
  );
}

const runs = (tab: ModelTab): boolean => !tab.isStalled;

async function tell(tab: ModelTab, target: EventTarget, type: string): Promise<void> {
  await tab.browser.within(tab, () => target.dispatchEvent(new Event(type)));
}

export async function openTab(browser: ModelBrowser): Promise<void> {
  const tab = new ModelTab(browser, `tab ${browser.opened++}`);
  browser.tabs.push(tab);
  await browser.within(tab, () => tab.live.open());
}

export function hang(tab: ModelTab): void {
  tab.isHung = true;
  tab.hasHung = true;
  tab.wasAway = true;
}

export async function freeze(tab: ModelTab): Promise<void> {
  await tell(tab, tab.document, "freeze");
  tab.isFrozen = true;
  tab.wasAway = true;
}

export async function goOn(tab: ModelTab): Promise<void> {
  tab.isHung = false;
  if (tab.isFrozen) {
    tab.isFrozen = false;
    await tell(tab, tab.document, "resume");
  }
}

export async function resume(tab: ModelTab): Promise<void> {
  tab.isPaused = false;
  await tab.browser.within(tab, () => tab.live.open());
}

export async function show(tab: ModelTab, isShown: boolean): Promise<void> {
  tab.document.hidden = !isShown;
  await tell(tab, tab.document, "visibilitychange");
}

const pass = fc
  .constantFrom(0, 1, 10, 600, 2_000, 6_000)
  .map((milliseconds) => step(`${milliseconds} ms pass`, (browser) => browser.pass(milliseconds)));

const append = fc.integer({ min: 1, max: 3 }).map((count) =>
  step(`${count} notified`, ({ server }) => {
    for (let i = 0; i < count; i++) server.commit(notified(server.feed));
  }),
);

const read = fc.constant(
  step("the oldest is read", ({ server }) => {
    const [oldest] = server.feed.rows;
    server.commit(acknowledged(server.feed, (row) => row === oldest, 2));
  }),
);

const open = fc.constant(step("a tab is opened", openTab, ({ tabs }) => tabs.length < MOST_TABS));

const core = [
  { weight: 10, arbitrary: pass },
  { weight: 6, arbitrary: append },
  { weight: 5, arbitrary: open },
];

const more = [
  { weight: 2, arbitrary: read },
  {
    weight: 3,
    arbitrary: tabStep(
      "is closed",
      async (tab, browser) => {
        await tell(tab, tab.window, "pagehide");
        browser.kill(tab);
      },
      runs,
    ),
  },
  { weight: 3, arbitrary: tabStep("crashes", (tab, browser) => browser.kill(tab)) },
  { weight: 3, arbitrary: tabStep("hangs", hang, runs) },
  { weight: 3, arbitrary: tabStep("is frozen", freeze, runs) },
  { weight: 4, arbitrary: tabStep("goes on", goOn, ({ isStalled }) => isStalled) },
  { weight: 2, arbitrary: tabStep("is hidden", (tab) => show(tab, false), runs) },
  { weight: 2, arbitrary: tabStep("is shown", (tab) => show(tab, true), runs) },
  {
    weight: 2,
    arbitrary: tabStep(
      "is paused",
      async (tab, browser) => {
        tab.isPaused = true;
        tab.wasAway = true;
        await browser.within(tab, () => tab.live.close());
      },
      runs,
    ),
  },
  { weight: 2, arbitrary: tabStep("is resumed", resume, (tab) => runs(tab) && tab.isPaused) },
  { weight: 2, arbitrary: fc.constant(step("the network goes", (browser) => browser.cut())) },
  {
    weight: 3,
    arbitrary: fc.constant(
      step("the network is back", (browser) => {
        browser.isConnected = true;
      }),
    ),
  },
];

/** Everything that may happen, in any order. */
export const tabRuns = randomRuns(core, more, 40);
