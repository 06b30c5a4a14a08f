import * as fc from "fast-check";
import { beforeAll, describe, it } from "vitest";

import type { Database } from "@/db/connection/client";
import { openDatabase } from "@/tests/support/postgres/postgres";
import { expectAlways } from "@/tests/support/random-runs";

import { deeds, FeedRace } from "./feed-race";
import { feedRuns, ModelledFeeds } from "./modelled-feeds";

describe("the feed in Postgres, whatever happens in whatever order", () => {
  let sql: Database;

  beforeAll(async () => {
    const database = await openDatabase();
    sql = database.sql;
    return database.close;
  });

  it("is what the model says, one step after the other", { timeout: 0 }, () =>
    expectAlways(12, feedRuns, async (steps) => {
      const feeds = new ModelledFeeds(sql);
      await feeds.open();
      await fc.asyncModelRun(() => ({ model: feeds, real: feeds }), steps);
      for (const userId of feeds.users) await feeds.expectEqual(userId, 0, 100);
    }),
  );

  it("is gapless, counted right and never seen otherwise with everybody at it at once", { timeout: 0 }, () =>
    expectAlways(8, deeds, (all) => new FeedRace(sql).run(all)),
  );
});
