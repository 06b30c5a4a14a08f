import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";

import { AppendResponse } from "@/lib/notifications/contract";
import { PgBouncer } from "@/tests/slow/pgbouncer";
import { PRODUCER_KEY } from "@/tests/support/app/settings";
import { upTo } from "@/tests/support/app/stream-client";
import { System } from "@/tests/support/app/system";
import { asAdmin } from "@/tests/support/postgres/postgres-server";

/** What somebody can have given the role or the database for other programs. */
const SETTINGS = {
  "a German clerk's": {
    datestyle: "German",
    timezone: "Asia/Kathmandu",
    intervalstyle: "postgres_verbose",
    lc_messages: "C",
  },
  "an old application's": {
    datestyle: "SQL, DMY",
    bytea_output: "escape",
    standard_conforming_strings: "off",
    array_nulls: "off",
    extra_float_digits: "-15",
  },
  "a careful bank's": { default_transaction_isolation: "serializable", row_security: "off" },
  "a reporting tool's": {
    default_transaction_isolation: "repeatable read",
    search_path: "decoys, pg_catalog",
    idle_session_timeout: "1s",
    datestyle: "Postgres, MDY",
  },
};

describe.each(Object.entries(SETTINGS))("with %s settings", (_, settings) => {
  describe.each(["direct", "through PgBouncer"])("%s", (way) => {
    let bouncer: PgBouncer | undefined;
    let system: System;
    let user: string;

    beforeAll(async () => {
      bouncer = way === "direct" ? undefined : await PgBouncer.start(inject("postgres").adminUrl, 5);
      system = await System.start({
        instances: 0,
        ...(bouncer && { databasePort: bouncer.port, env: { PGBOUNCER: "1" } }),
      });
      const name = new URL(system.databaseUrl).pathname.slice(1);
      await asAdmin(system.databaseUrl, async (sql) => {
        await sql`create schema decoys`;
        // Of the same names, and of no use.
        for (const table of ["users", "notifications", "notification_feeds", "idempotency_keys"])
          await sql`create table ${sql(`decoys.${table}`)} (nothing int)`;
        for (const [setting, value] of Object.entries(settings))
          await sql.unsafe(
            `alter database ${name} set ${setting} = ${setting === "search_path" ? value : `'${value}'`}`,
          );
      });
      await system.addInstance();
    }, 120_000);
    afterAll(async () => {
      await system.stop();
      await bouncer?.stop();
    });
    beforeEach(async () => {
      user = crypto.randomUUID();
      await system.sql`insert into public.users values (${user}, 'somebody')`;
    });

    it("takes, lists, replays, acknowledges, exports and erases, with the right times", async () => {
      const stream = await (await system.openStream(user)).synced();
      const body = { user_id: user, type: "test", message: "a 'quoted' \\ one", link: "/a" };
      const from = Date.now();
      const sent = await system.produce(body, { "Idempotency-Key": user });
      expect(sent.status).toBe(201);
      const { notifications } = AppendResponse.parse(await sent.json());
      const [{ id, created_at: createdAt }] = notifications as [(typeof notifications)[0]];
      expect(Math.abs(Date.parse(createdAt) - from)).toBeLessThan(60_000);

      const again = await system.produce(body, { "Idempotency-Key": user });
      expect([again.status, await again.json()]).toEqual([201, { notifications }]);
      expect((await system.produce({ ...body, type: "other" }, { "Idempotency-Key": user })).status).toBe(409);

      const payload = { id, type: "test", message: body.message, link: "/a", created_at: createdAt };
      expect(await (await system.list(user)).json()).toEqual([payload]);
      await stream.until(({ positions }) => positions.length === 1);
      expect(JSON.parse(stream.named("message")[0]?.data ?? "")).toEqual({ type: "NOTIFICATION", payload });

      expect((await system.read(user, { through: "1" })).status).toBe(204);
      const [listed] = (await (await system.list(user, "?status=all")).json()) as { read_at: string }[];
      expect(listed).toEqual({ ...payload, read_at: expect.any(String) as unknown });
      expect(Math.abs(Date.parse(listed?.read_at ?? "") - from)).toBeLessThan(60_000);

      const replayed = await (await system.openStream(user, 0)).synced();
      expect(replayed.positions).toEqual([1, 2]);
      expect(JSON.parse(replayed.named("read")[0]?.data ?? "")).toMatchObject({
        payload: { read_at: listed?.read_at },
      });
      for (const each of [stream, replayed]) each.close();

      const path = `/api/internal/users/${user}/notifications`;
      const headers = { Authorization: `Bearer ${PRODUCER_KEY}` };
      expect(await (await system.fetch(path, { headers })).json()).toEqual([listed]);
      expect((await system.fetch(path, { method: "DELETE", headers })).status).toBe(204);
      expect(await (await system.list(user, "?status=all")).json()).toEqual([]);
      const [decoys] = await system.sql`select count(*)::int from decoys.notifications`;
      expect(decoys).toEqual({ count: 0 });
    });

    it("takes fifty at once for one user, and acknowledgements meanwhile", async () => {
      const answers = await Promise.all([
        ...upTo(50).map((n) =>
          system.produce(
            { user_id: user, type: "test", message: "m" },
            n % 2 ? {} : { "Idempotency-Key": `${user}${n}` },
          ),
        ),
        ...upTo(10).map(() => system.read(user, { through: "0" })),
      ]);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 204]));
      expect((await system.list(user)).headers.get("x-last-event-id")).toBe("50");
    });
  });
});
