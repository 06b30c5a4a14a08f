import { describe, expect, it } from "vitest";

import { DatabaseUrlError, parseDatabaseUrl } from "@/db/connection/database-url";

const PLAIN = { host: "db.example.com", port: 5432, database: "app", user: "app", password: "secret" };

describe("the address of a database", () => {
  it.each([
    ["postgres://app:secret@db.example.com/app", PLAIN],
    ["postgresql://app:secret@db.example.com:5433/app", { ...PLAIN, port: 5433 }],
    ["postgresql://app:secret@[::1]:5432/app", { ...PLAIN, host: "::1" }],
    ["postgresql://app:100%@db.example.com/app", { ...PLAIN, password: "100%" }],
    ["postgresql://app:%zz%40%C3%A4%@db.example.com/app", { ...PLAIN, password: "%zz@ä%" }],
    ["postgresql://app:p@ss:word@db.example.com/app", { ...PLAIN, password: "p@ss:word" }],
    ["postgresql://app%40server:secret@db.example.com/app", { ...PLAIN, user: "app@server" }],
    [
      "postgresql://postgres.project:secret@db.example.com:6543/app",
      { ...PLAIN, user: "postgres.project", port: 6543 },
    ],
    ["postgresql://app:secret@db.example.com/my%20db", { ...PLAIN, database: "my db" }],
    ["postgresql://app@db.example.com/app", { ...PLAIN, password: undefined }],
    ["postgresql://db.example.com", { host: "db.example.com", user: undefined, database: undefined }],
    ["postgresql:///app?host=/run/postgresql", { path: "/run/postgresql/.s.PGSQL.5432", database: "app" }],
    ["postgresql://app:secret@/app?host=/cloudsql/a:b:c", { path: "/cloudsql/a:b:c/.s.PGSQL.5432", user: "app" }],
    ["postgresql://%2Frun%2Fpostgresql/app", { path: "/run/postgresql/.s.PGSQL.5432", encryption: undefined }],
    ["postgresql://app:secret@db.example.com/app?schema=public&connection_limit=1", PLAIN],
    ["postgresql://app:secret@db.example.com/app?pgbouncer=true", { ...PLAIN, pooler: true }],
    [
      "postgresql://db/app?application_name=shop&options=endpoint%3Dep-1",
      { applicationName: "shop", options: "endpoint=ep-1" },
    ],
    ["postgresql://db/app?sslmode=require&channel_binding=require", { wantsChannelBinding: true }],
  ])("%s", (url, expected) => {
    expect(parseDatabaseUrl(url)).toMatchObject(expected);
  });

  it.each([
    ["", { required: false, options: { rejectUnauthorized: false } }],
    ["?sslmode=prefer", { required: false, options: { rejectUnauthorized: false } }],
    ["?sslmode=require", { required: true, options: { rejectUnauthorized: false, servername: "db" } }],
    ["?ssl=true", { required: true, options: { rejectUnauthorized: false } }],
    ["?sslmode=no-verify", { required: true, options: { rejectUnauthorized: false } }],
    ["?sslmode=verify-ca", { required: true, options: { rejectUnauthorized: true } }],
    ["?sslmode=verify-full", { required: true, options: { rejectUnauthorized: true, host: "db" } }],
    ["?sslrootcert=system", { required: true, options: { rejectUnauthorized: true } }],
    ["?sslmode=require&sslnegotiation=direct", { required: true, direct: true }],
    ["?sslmode=disable", undefined],
    ["?ssl=false", undefined],
  ])("%s: encryption", (query, expected) => {
    const { encryption } = parseDatabaseUrl(`postgresql://db/app${query}`);
    expect({ encryption }).toMatchObject({ encryption: expected });
  });

  it.each([
    ["", "is missing"],
    ["db", "is not a URL"],
    ["mysql://db", "is not a URL"],
    ["jdbc:postgresql://db/app", "is not a URL"],
    ["postgresql://app:a#b@db/app", "is not a URL"],
    ["postgresql://app:1#b@db/app", "%23"],
    ["postgresql://app:1/b@db/app", "%2F"],
    ["postgresql://app:1?b@db/app", "%3F"],
    ["postgresql://a,b:1/app", "several hosts"],
    ["postgresql://a:1,b:2/app", "is not a URL"],
    ["postgresql://db/app?port=abc", "port"],
    ["postgresql://db:0/app", "port"],
    ["postgresql:///app?host=/run/postgresql&port=70000", "port"],
    ["postgresql://db/app?schema=other", "schema=other"],
    ["postgresql://db/app?sslmode=always", "sslmode=always"],
    ["postgresql://db/app?sslmode=verify-full&sslrootcert=/no/such.pem", "/no/such.pem"],
  ])("%s is refused: %s", (url, reason) => {
    expect(() => parseDatabaseUrl(url)).toThrow(DatabaseUrlError);
    expect(() => parseDatabaseUrl(url)).toThrow(reason);
  });
});
