import { describe, expect, it } from "vitest";

import { InvalidEnvError, readEnv } from "@/lib/env";

const PRODUCTION = {
  NODE_ENV: "production",
  DATABASE_URL: "postgresql://app@db/app",
  REDIS_URL: "redis://redis:6379",
  AUTH_SECRET: "0123456789abcdef0123456789abcdef",
  INTERNAL_API_KEYS: "shop:0123456789abcdef,billing:fedcba9876543210",
};

function problems(change: Record<string, string | undefined>): readonly string[] {
  try {
    readEnv({ ...PRODUCTION, ...change });
    return [];
  } catch (error) {
    if (error instanceof InvalidEnvError) return error.problems;
    throw error;
  }
}

describe("the configuration", () => {
  it("is accepted when it is complete", () => {
    const env = readEnv(PRODUCTION);
    expect(env.demo).toBe(false);
    expect([...env.producerKeys]).toEqual([
      ["shop", "0123456789abcdef"],
      ["billing", "fedcba9876543210"],
    ]);
  });

  it("needs nothing but a database in development", () => {
    const env = readEnv({ DATABASE_URL: "postgresql://localhost/dev" });
    expect(env.demo).toBe(true);
    expect(env.producerKeys.get("dev")).toBe("dev-producer-key");
  });

  it("says all that is missing in production, a line for each variable", () => {
    expect(problems({ DATABASE_URL: "", AUTH_SECRET: undefined, INTERNAL_API_KEYS: "" })).toEqual([
      expect.stringMatching(/^DATABASE_URL is missing/),
      expect.stringMatching(/^AUTH_SECRET is missing/),
      expect.stringMatching(/^INTERNAL_API_KEYS is missing/),
    ]);
  });

  it("takes one Redis server, or some nodes of a cluster", () => {
    expect(readEnv(PRODUCTION).redis).toEqual({ url: "redis://redis:6379" });
    expect(readEnv({ ...PRODUCTION, REDIS_URL: "" }).redis).toBeUndefined();
    const REDIS_URL = "rediss://:secret@a:7000, rediss://b:7001";
    expect(readEnv({ ...PRODUCTION, REDIS_CLUSTER: "1", REDIS_URL }).redis).toEqual({
      clusterUrls: ["rediss://:secret@a:7000", "rediss://b:7001"],
    });
  });

  it("refuses a cluster without nodes, and several servers that are no cluster", () => {
    expect(problems({ REDIS_CLUSTER: "1", REDIS_URL: "" })).toEqual([expect.stringMatching(/^REDIS_URL is missing/)]);
    expect(problems({ REDIS_CLUSTER: "1", REDIS_URL: "redis://a,b:1" })).toEqual([expect.stringMatching(/^REDIS_URL/)]);
    expect(problems({ REDIS_URL: "redis://a:1,redis://b:2" })).toEqual([expect.stringMatching(/^REDIS_URL/)]);
  });

  it.each([
    ["DATABASE_URL", "mysql://db"],
    ["DATABASE_URL", "db"],
    ["DATABASE_POOL_SIZE", "none"],
    ["PGBOUNCER", "true"],
    ["REDIS_URL", "http://redis"],
    ["AUTH_SECRET", "short"],
    ["AUTH_SECRET", "development-only-secret-of-32-bytes-or-more"],
    ["INTERNAL_API_KEYS", "nameless"],
    ["INTERNAL_API_KEYS", "shop:short"],
    ["INTERNAL_API_KEYS", "shop:dev-producer-key"],
    ["INTERNAL_API_KEYS", "shop:0123456789abcdef,shop:fedcba9876543210"],
    ["REDIS_CLUSTER", "yes"],
    ["DEMO", "yes"],
    ["MAX_STREAMS", "0"],
    ["MAX_STREAMS_PER_USER", "many"],
    ["READ_RETENTION_DAYS", "0"],
    ["READ_RETENTION_DAYS", "-1"],
    ["READ_RETENTION_DAYS", "0.5"],
    ["READ_RETENTION_DAYS", "36501"],
    ["READ_RETENTION_DAYS", "forever"],
    ["DATABASE_URL", "postgres://one,two/notifications"],
    ["DRAIN_SECONDS", "-1"],
    ["DRAIN_SECONDS", "10s"],
    ["AUTH_JWKS_URL", "keys"],
  ])("refuses %s=%s with one line that names it", (name, value) => {
    const found = problems({ [name]: value });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(name);
  });

  it("keeps read notifications for 90 days, or for as many as it is told", () => {
    expect(readEnv(PRODUCTION).readRetentionDays).toBe(90);
    expect(readEnv({ ...PRODUCTION, READ_RETENTION_DAYS: "1" }).readRetentionDays).toBe(1);
    expect(readEnv({ ...PRODUCTION, READ_RETENTION_DAYS: "36500" }).readRetentionDays).toBe(36_500);
  });

  it("drains for no time unless told to", () => {
    expect(readEnv(PRODUCTION).drainSeconds).toBe(0);
    expect(readEnv({ ...PRODUCTION, DRAIN_SECONDS: "0" }).drainSeconds).toBe(0);
    expect(readEnv({ ...PRODUCTION, DRAIN_SECONDS: "15" }).drainSeconds).toBe(15);
  });

  it("never repeats a secret", () => {
    expect(problems({ AUTH_SECRET: "hunter2", INTERNAL_API_KEYS: "shop:hunter2" }).join("\n")).not.toContain("hunter2");
  });

  it("takes an identity provider in place of a secret, but not together with demo sessions", () => {
    const provider = { AUTH_SECRET: undefined, AUTH_JWKS_URL: "https://id.example.org/keys" };
    expect(problems(provider)).toEqual([]);
    expect(problems({ ...provider, DEMO: "1" })).toEqual([expect.stringContaining("DEMO")]);
  });

  it("takes any producer key for a demo, which lets everybody in anyway", () => {
    expect(problems({ DEMO: "1", INTERNAL_API_KEYS: "dev:dev-producer-key" })).toEqual([]);
  });
});
