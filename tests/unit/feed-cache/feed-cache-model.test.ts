import fc from "fast-check";
import { describe, it } from "vitest";

import { EMPTY_FEED, type FeedMoment } from "@/tests/support/feed-moment";
import { propertyRuns } from "@/tests/support/property-runs";

import { browserRuns, notified } from "./browser-steps";
import { ModelBrowser } from "./model-browser";

describe("the feed cache, whatever happens in whatever order", () => {
  it("shows what the server has, and nothing that was acknowledged", { timeout: 0 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(8), browserRuns, async (count, steps) => {
        let feed: FeedMoment = EMPTY_FEED;
        for (let i = 0; i < count; i++) feed = notified(feed);
        const browser = new ModelBrowser(feed);
        await fc.asyncModelRun(() => ({ model: browser, real: browser }), steps);
        browser.calmDown();
      }),
      propertyRuns(2000),
    );
  });
});
