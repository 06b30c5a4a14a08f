import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { System } from "@/tests/support/app/system";

interface Finished {
  code: number | null;
  output: string;
  errors: string;
}

/** Runs what the image does for `db:purge`, which wants nothing of the app's other configuration: that is malformed. */
async function runPurge(env: Record<string, string>): Promise<Finished> {
  const { PATH = "", HOME = "" } = process.env;
  const malformed = { AUTH_JWKS_URL: "https://identity.test/keys", INTERNAL_API_KEYS: "malformed" };
  const nothingFromEnvFiles = { DATABASE_URL: "", READ_RETENTION_DAYS: "", NODE_ENV: "production" as const };
  const program = spawn(process.execPath, [".next/standalone/commands/purge.mjs"], {
    env: { PATH, HOME, ...nothingFromEnvFiles, ...malformed, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [output, errors] = await Promise.all([text(program.stdout), text(program.stderr), once(program, "exit")]);
  return { code: program.exitCode, output, errors };
}

describe("db:purge, as it is built", () => {
  let system: System;

  beforeAll(async () => {
    system = await System.inProcess();
  });
  afterAll(() => system.stop());

  const purge = (env: Record<string, string> = {}): Promise<Finished> =>
    runPurge({ DATABASE_URL: system.databaseUrl, ...env });

  /** A user with two notifications, one of them read so many days ago. */
  async function reader(daysAgo: number): Promise<string> {
    const [user] = (await system.addUsers(1)) as [string];
    const id = await system.notify(user);
    await system.notify(user);
    await system.read(user, { id });
    await system.sql`update notifications set read_at = read_at - make_interval(days => ${daysAgo}) where id = ${id}`;
    return user;
  }

  it("removes what is past its time, leaves the rest, and says how much it was", async () => {
    const user = await reader(91);
    const other = await reader(89);
    for (const key of ["old", "young"])
      await system.produce({ user_id: user, type: "t", message: "m" }, { "Idempotency-Key": key });
    await system.sql`update idempotency_keys set created_at = created_at - interval '25 hours' where key = 'old'`;

    const removed = "Removed: idempotency keys 1, read notifications 1\n";
    expect(await purge()).toEqual({ code: 0, output: removed, errors: "" });
    expect(await (await system.list(user, "?status=all")).json()).toHaveLength(3);
    expect(await (await system.list(other, "?status=all")).json()).toHaveLength(2);
    expect(await system.sql`select key from idempotency_keys`).toEqual([{ key: "young" }]);
    const nothing = "Removed: idempotency keys 0, read notifications 0\n";
    expect(await purge()).toEqual({ code: 0, output: nothing, errors: "" });
  });

  it("keeps read ones for as many days as READ_RETENTION_DAYS says", async () => {
    const user = await reader(8);
    const kept = async (): Promise<unknown[]> => (await (await system.list(user, "?status=all")).json()) as unknown[];
    await purge({ READ_RETENTION_DAYS: "9" });
    expect(await kept()).toHaveLength(2);
    await purge({ READ_RETENTION_DAYS: "7" });
    expect(await kept()).toHaveLength(1);
  });

  it("leaves a live stream as it is, and tells a client whose position is too old to fetch anew", async () => {
    const user = await reader(91);
    const live = await (await system.openStream(user)).synced();
    await purge();
    await system.notify(user);
    await live.until(({ positions }) => positions.length > 0);
    expect([live.positions, live.named("sync").length]).toEqual([[4], 1]);
    live.close();
    for (const [position, complete] of [
      [2, false],
      [3, true],
    ] as const) {
      const client = await (await system.openStream(user, position)).synced();
      expect(JSON.parse(client.named("sync")[0]?.data ?? "null")).toMatchObject({
        payload: { position: "4", complete, unread: 2 },
      });
      client.close();
    }
  });

  it("can be started twice at once: together they remove everything, once", async () => {
    const users = await system.addUsers(40);
    await system.produce({ user_ids: users, type: "t", message: "m" });
    for (const user of users) expect((await system.read(user, { through: "1" })).status).toBe(204);
    await system.sql`
      update notifications set read_at = read_at - interval '91 days' where user_id = any(${users})`;
    const runs = await Promise.all([purge(), purge()]);
    expect(runs.map(({ code, errors }) => [code, errors])).toEqual([
      [0, ""],
      [0, ""],
    ]);
    const removed = runs.map(({ output }) => Number(/^Removed: .*read notifications (\d+)/m.exec(output)?.[1]));
    expect(removed.reduce((sum, count) => sum + count, 0)).toBe(40);
  });

  it.each([
    ["no database", { DATABASE_URL: "" }, /^DATABASE_URL is missing: .+\n$/],
    ["a database that is not there", { DATABASE_URL: "postgres://127.0.0.1:1/x" }, /^.*ECONNREFUSED.*\n$/],
    ["a retention that is none", { READ_RETENTION_DAYS: "0" }, /^READ_RETENTION_DAYS must be .+\n$/],
  ])("with %s fails with one line", async (_, env, line) => {
    const { code, output, errors } = await purge(env);
    expect([code, output]).toEqual([1, ""]);
    expect(errors).toMatch(line);
  });
});
