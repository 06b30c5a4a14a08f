import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { AppendResponse } from "@/lib/notifications/contract";
import { PRODUCER_KEY } from "@/tests/support/app/settings";
import { upTo } from "@/tests/support/app/stream-client";
import { System } from "@/tests/support/app/system";
import { startRedis, type RedisServer } from "@/tests/support/redis/redis";
import { until } from "@/tests/support/until";

/** Of content; no other test and no code of ours has such words. */
const CONTENT = ["marked message", "marked.type", "/marked/link"];
const [MESSAGE = "", TYPE = "", LINK = ""] = CONTENT;

/** What is left is looked for in all there is. The open tab is tests/e2e/erasure.spec.ts. */
describe.each([
  ["sees every event", false],
  ["sees positions only", true],
])("after erasing a user, where Redis %s", (_, positionsOnly) => {
  /** The message of a position, as a monitor shows it. */
  const told = (position: number): unknown =>
    positionsOnly ? expect.not.stringContaining("id: ") : expect.stringContaining(`id: ${position}\\n`);
  let redis: RedisServer;
  let client: Redis;
  let monitor: Awaited<ReturnType<Redis["monitor"]>>;
  let system: System;
  /** Everything that was sent to Redis, while it ran and after the erasure. */
  const commands: string[] = [];
  let user: string;
  let ids: string[];
  /** Tables in which content was. */
  let before: Set<string>;

  beforeAll(async () => {
    redis = await startRedis();
    client = new Redis(redis.url);
    monitor = await client.monitor();
    monitor.on("monitor", (_time: string, args: string[]) => commands.push(args.join(" ")));
    system = await System.start({
      env: { REDIS_URL: redis.url, LOG_LEVEL: "debug", REDIS_POSITIONS_ONLY: positionsOnly ? "1" : "0" },
    });
    const [other, erased] = (await system.addUsers(2)) as [string, string];
    user = erased;
    await live(other);
    // As it does by itself in a database that lives for long.
    await system.sql`analyze`;
    before = new Set(await inDatabase([...CONTENT, ...ids]));
    await erase();
  });
  afterAll(async () => {
    await system.stop();
    monitor.disconnect();
    client.disconnect();
    await redis.stop();
  });

  /** All that can happen to somebody, what is refused included. */
  async function live(other: string): Promise<void> {
    const stream = await (await system.openStream(user)).synced();
    const content = { type: TYPE, message: MESSAGE, link: LINK };
    const send = async (body: object, headers = {}): Promise<string[]> => {
      const answer = await system.produce(body, headers);
      const { notifications } = AppendResponse.parse(await answer.json());
      return notifications.filter(({ user_id: userId }) => userId === user).map(({ id }) => id);
    };
    ids = [
      ...(await send({ user_id: user, ...content })),
      ...(await send({ user_id: user, ...content }, { "Idempotency-Key": "single" })),
      ...(await send({ user_ids: [other, user], ...content }, { "Idempotency-Key": "batch" })),
    ];
    expect(ids).toHaveLength(3);
    for (const key of ["single", "batch"]) {
      const refused = await system.produce({ user_id: user, ...content, message: "other" }, { "Idempotency-Key": key });
      expect(refused.status).toBe(409);
    }
    for (const wrong of [{ link: `javascript:${LINK}` }, { message: MESSAGE.repeat(200) }, { type: `${TYPE} ` }])
      expect((await system.produce({ user_id: user, ...content, ...wrong })).status).toBe(400);
    expect((await system.read(user, { id: ids[0] })).status).toBe(204);
    expect((await system.read(other, { id: ids[1] })).status).toBe(404);
    for (const query of ["", "?status=all", `?user=${user}`, `?before=${MESSAGE}`]) await system.list(user, query);
    await stream.until(({ positions }) => positions.length === 4);
    const replayed = await (await system.openStream(user, 0)).synced();
    expect(await (await exported()).json()).toHaveLength(3);
    replayed.close();
    stream.close();
  }

  const path = (): string => `/api/internal/users/${user}/notifications`;
  const headers = { Authorization: `Bearer ${PRODUCER_KEY}` };
  const exported = (): Promise<Response> => system.fetch(path(), { headers });

  async function erase(): Promise<void> {
    expect((await system.fetch(path(), { method: "DELETE", headers })).status).toBe(204);
    // The batch had somebody else too, whose own notification stays: nothing else of the content does.
    await system.sql`delete from notifications where user_id <> ${user}`;
  }

  /** Tables, and what the planner keeps of them, with a row in which one of these stands. */
  async function inDatabase(marks: readonly string[]): Promise<string[]> {
    const tables = await system.sql<{ name: string }[]>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`;
    expect(tables.length).toBeGreaterThanOrEqual(5);
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await system.sql.unsafe<{ row: string }[]>(`select t::text as row from ${name} as t`);
      for (const { row } of rows) if (marks.some((mark) => holds(row, mark))) found.push(name);
    }
    return found;
  }

  it("the database has the row in users and the feed's counters, and in what is kept of requests nothing of theirs", async () => {
    expect(before).toEqual(new Set(["public.notifications"]));
    expect(await inDatabase([...CONTENT, ...ids])).toEqual([]);
    expect(await inDatabase([user])).toEqual(expect.arrayContaining(["public.users", "public.notification_feeds"]));
    expect(await inDatabase([user])).toHaveLength(2);
    const [feed] = await system.sql`select * from notification_feeds where user_id = ${user}`;
    expect(feed).toEqual({ user_id: user, head_seq: "5", floor_seq: "5", unread_count: 0 });
    const kept = await system.sql<{ key: string; request_hash: Buffer; response: string }[]>`
      select * from idempotency_keys order by key`;
    expect(kept).toEqual(
      ["batch", "single"].map((key) => ({
        producer: "suite",
        key,
        request_hash: expect.any(Buffer),
        response: expect.stringMatching(/^[0-9a-f-]{36}$/),
        created_at: expect.any(Date),
      })),
    );
    expect(kept.map(({ request_hash: hash }) => hash.length)).toEqual([32, 32]);
  });

  it("the planner's samples have no content", async () => {
    const samples = await system.sql<{ row: string }[]>`
      select s::text as row from pg_stats as s where tablename in ('notifications', 'idempotency_keys')`;
    expect(samples.length).toBeGreaterThan(0);
    expect(samples.filter(({ row }) => CONTENT.some((mark) => holds(row, mark)))).toEqual([]);
  });

  it("Redis keeps a producer's count, and has been shown what the mode says", async () => {
    const keys = await client.keys("*");
    expect(keys).toEqual([await system.producerKey("suite")]);
    const kept = await Promise.all(keys.map((key) => client.dumpBuffer(key)));
    const slow = await client.call("SLOWLOG", "GET", "128");
    const all = JSON.stringify([kept.map(String), slow, await client.call("PUBSUB", "CHANNELS")]);
    expect([...CONTENT, ...ids, user].filter((mark) => all.includes(mark))).toEqual([]);

    const seen = (marks: readonly string[]): boolean =>
      commands.some((text) => marks.some((mark) => text.includes(mark)));
    const prefix = `publish ${await system.channel(user)} `;
    const published = commands.flatMap((text) => (text.startsWith(prefix) ? text.slice(prefix.length) : []));
    expect(published).toEqual(upTo(5).map(told));
    expect([seen(CONTENT), seen(ids)]).toEqual([!positionsOnly, !positionsOnly]);
  });

  it("the server's output at its most talkative has only that it was done", async () => {
    const log = system.apps[0]?.log() ?? "";
    expect(log).toContain('"event":"request"');
    expect(log).toContain('"event":"notifications_exported","producer":"suite","count":3,"outcome":"complete"');
    expect(log).toContain('"event":"notifications_erased","producer":"suite","count":3,"outcome":"complete"');
    expect([...CONTENT, ...ids, user, "somebody"].filter((mark) => log.includes(mark))).toEqual([]);
  });

  it("the metrics name nobody", async () => {
    const metrics = await (await system.fetch("/api/metrics", { headers })).text();
    expect(metrics).toContain("notifications_sent_total");
    expect([...CONTENT, ...ids, user, "somebody"].filter((mark) => metrics.includes(mark))).toEqual([]);
  });

  it("lists, streams, the export and repeated requests have nothing", async () => {
    expect(await (await system.list(user, "?status=all")).json()).toEqual([]);
    expect(await (await exported()).json()).toEqual([]);
    const stream = await (await system.openStream(user, 0)).synced();
    expect(stream.positions).toEqual([]);
    stream.close();
    const content = { type: TYPE, message: MESSAGE, link: LINK };
    const repeated = await system.produce({ user_id: user, ...content }, { "Idempotency-Key": "single" });
    expect([repeated.status, await repeated.json()]).toEqual([201, { notifications: [] }]);
    expect(await inDatabase(CONTENT)).toEqual([]);
  });

  it("and deleting the row in users, no table has so much as the id", async () => {
    await system.sql`delete from users where id = ${user}`;
    await until("nothing names the user", 1_000, async () => (await inDatabase([user])).length === 0);
    expect(await inDatabase([...CONTENT, ...ids, user])).toEqual([]);
  });
});

/** Whether the text of a row has this, as it is or as bytes. */
function holds(row: string, mark: string): boolean {
  return row.includes(mark) || row.includes(Buffer.from(mark).toString("hex"));
}
