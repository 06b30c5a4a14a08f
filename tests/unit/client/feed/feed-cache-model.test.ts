import * as fc from "fast-check";
import { describe, it } from "vitest";

import { EMPTY_FEED, type FeedMoment } from "@/tests/support/feed-moment";
import { expectAlways } from "@/tests/support/random-runs";

import { browserRuns, notified } from "./browser-steps";
import { ModelBrowser } from "./model-browser";

describe("the feed cache, whatever happens in whatever order", () => {
  it("shows what the server has, and nothing that was acknowledged", { timeout: 0 }, () =>
    expectAlways(4000, fc.tuple(fc.nat(8), browserRuns), async ([count, steps]) => {
      let feed: FeedMoment = EMPTY_FEED;
      for (let i = 0; i < count; i++) feed = notified(feed);
      const browser = new ModelBrowser(feed);
      await fc.asyncModelRun(() => ({ model: browser, real: browser }), steps);
      browser.calmDown();
    }),
  );
});
