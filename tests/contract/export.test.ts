import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { expectProblem } from "@/tests/support/app/problem";
import { PRODUCER_KEY } from "@/tests/support/app/settings";
import { upTo } from "@/tests/support/app/stream-client";
import { bearer, System } from "@/tests/support/app/system";

const path = (userId: string): string => `/api/internal/users/${userId}/notifications`;

describe("GET /api/internal/users/{id}/notifications", () => {
  let system: System;
  let user: string;

  beforeAll(async () => {
    system = await System.inProcess();
  });
  afterAll(() => system.stop());
  beforeEach(async () => {
    [user] = (await system.addUsers(1)) as [string];
  });

  const get = (userId = user, key = PRODUCER_KEY): Promise<Response> =>
    system.fetch(path(userId), { headers: { Authorization: `Bearer ${key}` } });

  /** Gives the user so many unread notifications with long messages at once: "1 xxx…", the oldest, to "n xxx…". */
  async function hasMany(count: number): Promise<void> {
    await system.notify(user, "1 ");
    await system.sql`
      insert into notifications (id, user_id, type, message, created_at, seq)
      select gen_random_uuid(), ${user}, 't', n || ' ' || repeat('x', 1900), now(), n
      from generate_series(2, ${count}::int) as n`;
    await system.sql`
      update notification_feeds set head_seq = ${count}, unread_count = ${count} where user_id = ${user}`;
  }

  const numbers = (notifications: unknown): number[] =>
    (notifications as { message: string }[]).map(({ message }) => Number.parseInt(message, 10));

  it("gives all of a user's notifications as the contract has them, oldest first, and nobody else's", async () => {
    const [other] = (await system.addUsers(1)) as [string];
    const first = await system.notify(user, 'line\u2028break, "quotes" and 🔔');
    await system.notify(other, "somebody else's");
    await system.produce({ user_id: user, type: "order.shipped", message: "second", link: "/orders/7" });
    await system.read(user, { id: first });

    const listed = (await (await system.list(user, "?status=all")).json()) as { link?: string; read_at: unknown }[];
    expect(listed.map(({ link, read_at: readAt }) => [link, readAt !== null])).toEqual([
      ["/orders/7", false],
      [undefined, true],
    ]);
    const exported = await get();
    expect(await exported.json()).toEqual(listed.toReversed());
    expect(exported.headers.get("x-last-event-id")).toBe("3");
  });

  it("is a JSON file that nothing on its way keeps", async () => {
    const { status, headers } = await get();
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/json");
    expect(headers.get("content-disposition")).toBe(`attachment; filename="notifications-${user}.json"`);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-accel-buffering")).toBe("no");
  });

  it.each([1, 499, 500, 501, 1_700])("gives all of %i, each once, one a line", async (count) => {
    await hasMany(count);
    const text = await (await get()).text();
    expect(numbers(JSON.parse(text))).toEqual(upTo(count));
    const lines = text.trimEnd().split("\n").slice(1, -1);
    expect(lines.map((line) => numbers([JSON.parse(line.replace(/,$/, ""))])[0])).toEqual(numbers(JSON.parse(text)));
  });

  it("is an empty array for whom nothing is stored: never notified, erased, or nobody", async () => {
    const empty = async (userId: string): Promise<void> => {
      const response = await get(userId);
      expect([response.status, await response.json()]).toEqual([200, []]);
    };
    await empty(user);
    await empty(crypto.randomUUID());
    await system.notify(user);
    await system.fetch(path(user), { method: "DELETE", headers: { Authorization: `Bearer ${PRODUCER_KEY}` } });
    await empty(user);
  });

  it("takes an id in capitals", async () => {
    await system.notify(user);
    expect(await (await get(user.toUpperCase())).json()).toHaveLength(1);
  });

  it("answers 400 naming the id that is none", async () => {
    expect((await expectProblem(await get("ada"), 400)).errors).toEqual([{ path: "id", message: "must be a UUID" }]);
  });

  it("answers 401 without a producer's key, be it with the user's own session", async () => {
    await expectProblem(await get(user, "wrong"), 401);
    await expectProblem(await system.fetch(path(user), { headers: await bearer(user) }), 401);
  });

  it("goes to where the feed ended when it began, whatever comes meanwhile", async () => {
    await hasMany(9_000);
    const response = await get();
    await system.notify(user, "9001 ");
    expect(numbers(await response.json())).toEqual(upTo(9_000));
  });

  it.each([
    [
      "erased",
      () => system.fetch(path(user), { method: "DELETE", headers: { Authorization: `Bearer ${PRODUCER_KEY}` } }),
    ],
    ["deleted with their user", () => system.sql`delete from users where id = ${user}`],
  ])("breaks off when the notifications are %s meanwhile, and does not look complete", async (_, erase) => {
    await hasMany(9_000);
    const response = await get();
    await erase();
    await expect(response.text()).rejects.toThrow("the export broke off");
    expect(await (await get()).json()).toEqual([]);
  });
});
