import { get, type IncomingMessage } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { PRODUCER_KEY } from "@/tests/support/app/settings";
import { System } from "@/tests/support/app/system";
import { OwnPostgres } from "@/tests/support/postgres/own-postgres";
import { FaultProxy } from "@/tests/support/programs/fault-proxy";
import { until } from "@/tests/support/until";

const COUNT = 120_000;

describe("the export of a long feed", () => {
  let postgres: OwnPostgres;
  let proxy: FaultProxy;
  let system: System;
  let user: string;

  beforeAll(async () => {
    postgres = await OwnPostgres.start();
    proxy = await FaultProxy.start(postgres.port);
    system = await System.start({ source: postgres, databasePort: proxy.port, redis: false });
    [user] = (await system.addUsers(1)) as [string];
    await system.sql`
      insert into notification_feeds (user_id, head_seq, unread_count) values (${user}, ${COUNT}, ${COUNT})`;
    await system.sql`
      insert into notifications (id, user_id, type, message, created_at, seq)
      select gen_random_uuid(), ${user}, 't', repeat('x', 100) || n, now(), n from generate_series(1, ${COUNT}::int) as n`;
  }, 120_000);
  afterAll(async () => {
    await system.stop();
    proxy.stop();
    await postgres.stop();
  });

  function begin(): Promise<IncomingMessage> {
    const url = `${system.url}/api/internal/users/${user}/notifications`;
    return new Promise((resolve, reject) => {
      get(url, { headers: { Authorization: `Bearer ${PRODUCER_KEY}` } }, resolve).once("error", reject);
    });
  }

  /** What the server's log says of each export that has ended. */
  const ended = (): { count: number; outcome: string }[] =>
    (system.apps[0]?.log() ?? "")
      .split("\n")
      .filter((line) => line.includes("notifications_exported"))
      .map((line) => JSON.parse(line) as { count: number; outcome: string });

  async function endOf(begun: () => Promise<void>): Promise<{ count: number; outcome: string } | undefined> {
    const before = ended().length;
    await begun();
    await until("the log says how the export ended", 20_000, () => ended().length > before);
    return ended().at(-1);
  }

  it("has every id, once, in order", async () => {
    const response = await begin();
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const exported = JSON.parse(Buffer.concat(chunks).toString()) as { id: string }[];
    const rows = await system.sql<{ id: string }[]>`select id from notifications where user_id = ${user} order by seq`;
    expect(exported.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  });

  it("is read no faster than the client takes it, and stops when the client leaves", async () => {
    const end = await endOf(async () => {
      const response = await begin();
      // Not a byte is taken: what the sockets hold is all that may be read ahead.
      await delay(3_000);
      response.destroy();
    });
    expect(end?.outcome).toBe("aborted");
    expect(end?.count).toBeLessThan(COUNT);
  });

  it("breaks off when the database is lost, and the next export is complete", async () => {
    const end = await endOf(async () => {
      const response = await begin();
      const text = async (): Promise<void> => {
        for await (const chunk of response) void chunk;
      };
      await postgres.crash();
      await expect(text()).rejects.toThrow("aborted");
    });
    expect(end?.outcome).toBe("failed");
    expect(end?.count).toBeLessThan(COUNT);
    await postgres.start();
    await until("the database is back", 20_000, async () => (await system.fetch("/api/health/ready")).ok);
    const again = await endOf(async () => void (await begin()).resume());
    expect(again).toMatchObject({ count: COUNT, outcome: "complete" });
    // Said in the log by us, and not once more by Next, with whatever the driver says.
    const said = (system.apps[0]?.log() ?? "").split("\n").filter((line) => line.includes("Error"));
    expect(said.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(["export_failed"]);
  });
});
