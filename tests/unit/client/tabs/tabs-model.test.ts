import * as fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";

import { unreadRows } from "@/tests/support/feed-moment";
import { chosen, expectAlways } from "@/tests/support/random-runs";

import { globalsOf } from "./browser-globals";
import { ModelBrowser } from "./model-tabs";
import { freeze, goOn, hang, openTab, resume, show, tabRuns } from "./tab-steps";

/** Longer than any wait before the next attempt. */
const LONG_MS = 120_000;

describe("the tabs of a browser, whatever happens in whatever order", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it.each([
    ["with", true],
    ["without", false],
  ])(
    "%s locks hear everything once and in order, count what the server counts, and have one stream in the end",
    { timeout: 0 },
    (_, hasLocks) =>
      expectAlways(300, fc.tuple(tabRuns, fc.boolean()), async ([steps, doGoOn]) => {
        const browser = new ModelBrowser(hasLocks);
        enter(browser);
        await fc.asyncModelRun(() => ({ model: browser, real: browser }), steps);
        await calmDown(browser, doGoOn);
      }),
  );

  it("leave a leader alone whose term is lower than theirs, because the clock was set back", async () => {
    const browser = new ModelBrowser(true);
    enter(browser);
    await openTab(browser);
    await browser.pass(10);
    const first = chosen(browser.tabs, 0);
    await freeze(first);
    browser.clockLagMs = 60_000;
    await openTab(browser);
    await browser.pass(10);
    await expect(calmDown(browser, true)).resolves.toBeUndefined();
  });

  it("do not learn who leads from one that hung and follows another", async () => {
    const browser = new ModelBrowser(true);
    enter(browser);
    await openTab(browser);
    hang(chosen(browser.tabs, 0));
    await openTab(browser);
    // It steals the lock.
    await browser.pass(6_000);
    await openTab(browser);
    await freeze(chosen(browser.tabs, 1));
    await browser.pass(10);
    await freeze(chosen(browser.tabs, 2));
    browser.clockLagMs = 60_000;
    await expect(calmDown(browser, true)).resolves.toBeUndefined();
  });
});

/** From now on, code runs in the tabs of this browser. */
function enter(browser: ModelBrowser): void {
  for (const [name, value] of Object.entries(globalsOf(browser))) vi.stubGlobal(name, value);
  for (const name of ["window", "document"] as const) {
    vi.stubGlobal(name, null);
    // Each tab has its own.
    Object.defineProperty(globalThis, name, { configurable: true, get: () => browser.current[name] });
  }
  vi.spyOn(Date, "now").mockImplementation(() => browser.now - browser.clockLagMs);
  vi.spyOn(Math, "random").mockImplementation(() => browser.random());
}

/** Nothing new happens: the tabs that are not stalled must then all show what the server has, by one stream. */
async function calmDown(browser: ModelBrowser, doGoOn: boolean): Promise<void> {
  browser.isConnected = true;
  await openTab(browser);
  for (const tab of browser.tabs.slice()) {
    if (doGoOn) await goOn(tab);
    if (tab.isStalled) continue;
    await show(tab, true);
    if (tab.isPaused) await resume(tab);
  }
  await browser.pass(LONG_MS);
  const { head } = browser.server.feed;
  const unread = unreadRows(browser.server.feed).length;
  const running = browser.tabs.filter(({ isStalled }) => !isStalled);
  for (const { name, now, reached } of running) {
    if (now.connection !== "live") throw new Error(`${name} is ${now.connection} in the end`);
    if (reached !== head || now.unread !== unread)
      throw new Error(`${name} has come to ${reached} and counts ${now.unread}, and not to ${head} and ${unread}`);
  }
  const streams = [...browser.sources].filter(({ tab }) => !tab.isStalled);
  if (streams.length !== 1) throw new Error(`${streams.length} streams in the end`);
}
