import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { connect } from "@/db/connection/client";
import { isUnavailable } from "@/db/connection/unavailable";
import { markRead } from "@/db/feed/mark-read";
import { expectProblem } from "@/tests/support/app/problem";
import { PRODUCER_KEY } from "@/tests/support/app/settings";
import { System } from "@/tests/support/app/system";
import { eventually } from "@/tests/support/until";

describe("changes by others meanwhile", () => {
  let system: System;
  let admin: postgres.Sql;
  let user: string;
  let other: string;

  beforeAll(async () => {
    system = await System.inProcess();
    admin = postgres(system.databaseUrl, { max: 2, onnotice: () => {} });
  });
  afterAll(async () => {
    await admin.end();
    await system.stop();
  });
  beforeEach(async () => {
    [user, other] = ((await system.addUsers(2)) as [string, string]).toSorted() as [string, string];
  });

  const waiting = async (count = 1): Promise<void> =>
    eventually(async () => {
      const rows = await admin`
        select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and application_name = 'notifications'`;
      return rows.length >= count;
    });

  it.each([
    ["one without a feed", { notified: false, keyed: false, batch: false }],
    ["one with a feed", { notified: true, keyed: false, batch: false }],
    ["one of a batch", { notified: true, keyed: false, batch: true }],
    ["one with an idempotency key", { notified: true, keyed: true, batch: false }],
  ])("a user deleted while a POST waits is unknown: %s", async (_, { notified, keyed, batch }) => {
    if (notified) await system.notify(user);
    const recipients = batch ? { user_ids: [user, other] } : { user_id: user };
    const headers: Record<string, string> = keyed ? { "Idempotency-Key": user } : {};
    const { response } = await system.sql.begin(async (transaction) => {
      await transaction`delete from users where id = ${user}`;
      const response = system.produce({ ...recipients, type: "test", message: "m" }, headers);
      await waiting();
      return { response };
    });
    const { errors } = await expectProblem(await response, 422);
    expect(errors).toEqual([{ path: batch ? "user_ids.0" : "user_id", message: `no user ${user}` }]);
    const [count] = await admin`select count(*)::int from notifications where user_id in (${user}, ${other})`;
    expect(count).toEqual({ count: 0 });
  });

  it("a user deleted while a mark, an erasure or a list waits leaves nothing to do", async () => {
    await system.notify(user);
    const headers = { Authorization: `Bearer ${PRODUCER_KEY}` };
    const path = `/api/internal/users/${user}/notifications`;
    const { answers } = await system.sql.begin(async (transaction) => {
      await transaction`delete from users where id = ${user}`;
      const answers = [
        system.read(user, { through: "1" }),
        system.fetch(path, { method: "DELETE", headers }),
        system.list(user),
      ];
      await waiting(2);
      return { answers };
    });
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([204, 204, 200]);
  });

  it("a deadlock with somebody else's transaction is tried again", async () => {
    await system.produce({ user_ids: [user, other], type: "test", message: "before" });
    const { response } = await system.sql.begin(async (transaction) => {
      // The other way round than we do; whoever waits longer than a second looks for a deadlock, and this one never does.
      await transaction`set local deadlock_timeout = '1h'`;
      await transaction`select from notification_feeds where user_id = ${other} for update`;
      const response = system.produce({ user_ids: [user, other], type: "test", message: "m" });
      await waiting();
      await transaction`select from notification_feeds where user_id = ${user} for update`;
      return { response };
    });
    expect((await response).status).toBe(201);
    const heads =
      await admin`select head_seq::int as head from notification_feeds where user_id in (${user}, ${other})`;
    expect(heads).toEqual([{ head: 2 }, { head: 2 }]);
  });

  it("a lock timeout of the role, as behind a pooler, counts as the database being away", async () => {
    await system.notify(user);
    const name = new URL(system.databaseUrl).pathname.slice(1);
    await admin`alter database ${admin(name)} set lock_timeout = '100ms'`;
    const sql = connect(system.databaseUrl, { max: 1, pooler: true });
    const error = await system.sql.begin(async (transaction) => {
      await transaction`select from notification_feeds where user_id = ${user} for update`;
      return markRead(sql, user, { through: 1 }).catch((reason: unknown) => reason);
    });
    await sql.end();
    await admin`alter database ${admin(name)} reset lock_timeout`;
    expect(error).toMatchObject({ code: "55P03" });
    expect(isUnavailable(error)).toBe(true);
  });
});
