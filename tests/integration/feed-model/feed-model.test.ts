import * as fc from "fast-check";
import { afterAll, beforeAll, describe, it } from "vitest";

import { connect, type Database } from "@/db/client";
import { createDatabase } from "@/tests/support/postgres";
import type { TestDatabase } from "@/tests/support/postgres-server";
import { expectAlways } from "@/tests/support/random-runs";

import { deeds, FeedRace } from "./feed-race";
import { feedRuns, ModelledFeeds } from "./modelled-feeds";

describe("the feed in Postgres, whatever happens in whatever order", () => {
  let database: TestDatabase;
  let sql: Database;

  beforeAll(async () => {
    database = await createDatabase();
    sql = connect(database.url);
  });
  afterAll(async () => {
    await sql.end();
    await database.drop();
  });

  it("is what the model says, one step after the other", { timeout: 0 }, () =>
    expectAlways(30, feedRuns, async (steps) => {
      const feeds = new ModelledFeeds(sql);
      await feeds.open();
      await fc.asyncModelRun(() => ({ model: feeds, real: feeds }), steps);
      for (const userId of feeds.users) await feeds.expectEqual(userId, 0, 100);
    }),
  );

  it("is gapless, counted right and never seen otherwise with everybody at it at once", { timeout: 0 }, () =>
    expectAlways(20, deeds, (all) => new FeedRace(sql).run(all)),
  );
});
