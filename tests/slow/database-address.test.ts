import { execFile } from "node:child_process";
import { chmodSync, chownSync, copyFileSync, statSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { connect } from "@/db/connection/client";
import { migrate } from "@/db/migrate";
import { PgBouncer } from "@/tests/slow/pgbouncer";
import { startApp } from "@/tests/support/app/app-server";
import { SUITE_SETTINGS } from "@/tests/support/app/settings";
import { System } from "@/tests/support/app/system";
import { expectUnavailable } from "@/tests/support/app/traffic";
import { OwnPostgres } from "@/tests/support/postgres/own-postgres";
import { asAdmin } from "@/tests/support/postgres/postgres-server";
import { createCertificate, type Certificate } from "@/tests/support/programs/certificate";

const ROLE = "per cent@home";
const PASSWORD = "100%";

describe("a DATABASE_URL as people write it", () => {
  let own: OwnPostgres;
  let bouncer: PgBouncer;
  let certificate: Certificate;
  let system: System;
  let user: string;
  /** With another user, host and query. */
  let url: (query: string, credentials?: string, host?: string) => string;

  beforeAll(async () => {
    certificate = await createCertificate();
    own = await OwnPostgres.start({ listen_addresses: "127.0.0.1,::1" });
    bouncer = await PgBouncer.start(own.adminUrl, 5);
    const data = path.join(path.dirname(own.logFile), "data");
    const { uid, gid } = statSync(data);
    for (const name of ["certificate", "key"] as const) {
      const copy = path.join(data, name);
      copyFileSync(certificate[name], copy);
      chmodSync(copy, 0o600);
      chownSync(copy, uid, gid);
    }
    await asAdmin(own.adminUrl, async (sql) => {
      await sql.unsafe(`create role "${ROLE}" superuser login password '${PASSWORD}'`);
      await sql`alter system set ssl_cert_file = 'certificate'`;
      await sql`alter system set ssl_key_file = 'key'`;
      await sql`alter system set ssl = on`;
      await sql`select pg_reload_conf()`;
    });
    system = await System.start({ source: own });
    [user] = (await system.addUsers(1)) as [string];
    const { username, password, host, pathname } = new URL(system.databaseUrl);
    url = (query, credentials = `${username}:${password}`, at = host) =>
      `postgresql://${credentials}@${at}${pathname}${query}`;
  }, 120_000);
  afterAll(async () => {
    await system.stop();
    await bouncer.stop();
    await own.stop();
    await certificate.remove();
  });

  it.each([
    ["Neon's", "?sslmode=require&channel_binding=require", true],
    ["Prisma's", "?schema=public&connection_limit=1&pool_timeout=20", true],
    ["a hoster's with its authority", "?sslmode=verify-full&sslrootcert=CERTIFICATE", true],
    ["verify-ca", "?sslmode=verify-ca&sslrootcert=CERTIFICATE", true],
    ["TLS at once", "?sslmode=require&sslnegotiation=direct", true],
    ["none", "", true],
    ["without TLS", "?sslmode=disable", false],
    [
      "libpq's",
      "?application_name=shop&options=-c%20work_mem%3D9MB&target_session_attrs=read-write&gssencmode=disable",
      true,
    ],
  ])("%s parameters work: %s", async (_, query, isEncrypted) => {
    const sql = connect(url(query.replace("CERTIFICATE", certificate.certificate)), { max: 1 });
    const [row] = await sql`
      select ssl, current_setting('application_name') as name, current_setting('work_mem') as memory
      from pg_stat_ssl where pid = pg_backend_pid()`;
    await sql.end();
    const isNamed = query.includes("shop");
    expect(row).toEqual({
      ssl: isEncrypted,
      name: isNamed ? "shop" : "notifications",
      memory: isNamed ? "9MB" : "4MB",
    });
  });

  it.each([
    ["an IPv6 address", () => url("", undefined, `[::1]:${own.port}`)],
    ["a password with a bare %", () => url("", `${ROLE.replaceAll(" ", "%20")}:${PASSWORD}`)],
  ])("%s works", async (_, address) => {
    const sql = connect(address(), { max: 1 });
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
    await sql.end();
  });

  it("Prisma's pgbouncer=true means PGBOUNCER=1, and a server runs with it", async () => {
    const { username, password } = new URL(system.databaseUrl);
    const address = url(
      "?schema=public&pgbouncer=true&connection_limit=1",
      `${username}:${password}`,
      `127.0.0.1:${bouncer.port}`,
    );
    const app = await startApp({ ...SUITE_SETTINGS, DATABASE_URL: address });
    expect((await system.produce({ user_id: user, type: "test", message: "m" }, {}, app.url)).status).toBe(201);
    await app.stop();
  });

  it.each([
    ["a certificate without a known authority", "?sslmode=verify-full", {}, "SELF_SIGNED_CERT"],
    ["a database that does not exist", "", { DATABASE: "no-such-database" }, "3D000"],
    ["a wrong password", "", { PASSWORD: "wrong" }, "28P01"],
    ["a parameter that the server does not know", "?options=-c%20no_such%3D1", {}, "42704"],
    ["a server that cannot encrypt", "?sslmode=require", { PLAIN: "1" }, "TLS_NOT_SUPPORTED"],
    ["a pooler without PGBOUNCER=1", "", { PLAIN: "1" }, "startup parameter"],
  ])("%s counts as the database being away, and the log says why", async (_, query, change, reason) => {
    const address = new URL(url(query));
    const { DATABASE, PASSWORD: wrong, PLAIN } = change as Record<string, string | undefined>;
    if (DATABASE) address.pathname = DATABASE;
    if (wrong) address.password = wrong;
    if (PLAIN) address.port = String(bouncer.port);
    const app = await startApp({ ...SUITE_SETTINGS, DATABASE_URL: address.href }, { health: "/api/health/live" });
    await expectUnavailable(await system.produce({ user_id: user, type: "test", message: "m" }, {}, app.url));
    expect((await fetch(`${app.url}/api/health/ready`)).status).toBe(503);
    expect(app.log()).toContain("database_away");
    expect(app.log()).toContain(reason);
    expect(app.log()).not.toContain("request_failed");
    await app.stop();
  });

  it("the server and the migration refuse a database that is not UTF-8, in one line", async () => {
    await asAdmin(own.adminUrl, async (sql) => {
      await sql`create database latin encoding 'LATIN1' locale 'C' template template0`;
    });
    const address = new URL(url(""));
    address.pathname = "latin";
    const line = "DATABASE_URL leads to a database whose encoding is LATIN1: make one with encoding UTF8";
    await expect(migrate(address.href)).rejects.toThrow("LATIN1");
    const program = promisify(execFile)(process.execPath, ["--import", "tsx", "lib/deploy/commands/migrate.ts"], {
      env: { ...process.env, DATABASE_URL: address.href },
    });
    await expect(program).rejects.toMatchObject({ stderr: `${line}\n` });

    // As it is after a restore into the wrong one: the tables are there.
    await asAdmin(address.href, (sql) => sql`create table notification_feeds (user_id uuid)`);
    let output = "";
    await startApp({ ...SUITE_SETTINGS, DATABASE_URL: address.href }, { health: "/api/health/ready" }).catch(
      (error: Error) => (output = error.message),
    );
    expect(output.split("\n").filter((each) => each.startsWith("DATABASE_URL"))).toEqual([line]);
  });

  it.each([
    ["?schema=other", "DATABASE_URL has schema=other"],
    ["?sslmode=verify-full&sslrootcert=/no/such.pem", "DATABASE_URL names a file in sslrootcert that cannot be read"],
  ])("the server does not start, and says why in one line: %s", async (query, line) => {
    const failed = startApp({ ...SUITE_SETTINGS, DATABASE_URL: url(query) }, { health: "/api/health/live" });
    await expect(failed).rejects.toThrow(line);
  });
});
