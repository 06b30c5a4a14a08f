import { describe, expect, it } from "vitest";

import { InvalidEnvError, readEnv } from "@/lib/notifications/server/env";

const PRODUCTION = {
  NODE_ENV: "production",
  DATABASE_URL: "postgresql://app@db/app",
  REDIS_URL: "redis://redis:6379",
  AUTH_SECRET: "0123456789abcdef0123456789abcdef",
  INTERNAL_API_KEYS: "shop:0123456789abcdef,billing:fedcba9876543210",
};

const PROVIDER = {
  AUTH_SECRET: undefined,
  AUTH_JWKS_URL: "https://id.example.org/keys",
  AUTH_ISSUER: "https://id.example.org",
  AUTH_AUDIENCE: "notifications",
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
    expect(env.producerKeys).toEqual([
      { producer: "shop", scopes: ["send"], key: "0123456789abcdef" },
      { producer: "billing", scopes: ["send"], key: "fedcba9876543210" },
    ]);
  });

  it("needs nothing but a database in development", () => {
    const env = readEnv({ DATABASE_URL: "postgresql://localhost/dev" });
    expect(env.demo).toBe(true);
    expect(env.producerKeys).toEqual([
      { producer: "dev", scopes: ["send", "privacy", "metrics"], key: "dev-producer-key" },
    ]);
  });

  it("reports everything that is missing in production, one line per variable", () => {
    expect(problems({ DATABASE_URL: "", AUTH_SECRET: undefined, INTERNAL_API_KEYS: "" })).toEqual([
      expect.stringMatching(/^DATABASE_URL is missing/),
      expect.stringMatching(/^AUTH_SECRET is missing/),
      expect.stringMatching(/^INTERNAL_API_KEYS is missing/),
    ]);
  });

  it("accepts one Redis server, or some nodes of a cluster", () => {
    expect(readEnv(PRODUCTION).redis).toEqual({ url: "redis://redis:6379" });
    expect(readEnv({ ...PRODUCTION, REDIS_URL: "" }).redis).toBeUndefined();
    const REDIS_URL = "rediss://:secret@a:7000, rediss://b:7001";
    expect(readEnv({ ...PRODUCTION, REDIS_CLUSTER: "1", REDIS_URL }).redis).toEqual({
      clusterUrls: ["rediss://:secret@a:7000", "rediss://b:7001"],
    });
  });

  it("refuses a cluster without nodes, and several servers without a cluster", () => {
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
    ["INTERNAL_API_KEYS", " , "],
    ["INTERNAL_API_KEYS", "shop:0123456789abcdef,billing:0123456789abcdef"],
    ["INTERNAL_API_KEYS", "shop:0123456789abcdef,shop/privacy:0123456789abcdef"],
    ["INTERNAL_API_KEYS", "shop/erase:0123456789abcdef"],
    ["INTERNAL_API_KEYS", "shop/:0123456789abcdef"],
    ["INTERNAL_API_KEYS", "shop/send/:0123456789abcdef"],
    ["INTERNAL_API_KEYS", "shop/constructor:0123456789abcdef"],
    ["INTERNAL_API_KEYS", "/send:0123456789abcdef"],
    ["AUTH_SECRET_PREVIOUS", "short"],
    ["AUTH_SECRET_PREVIOUS", "development-only-secret-of-32-bytes-or-more"],
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
  ])("refuses %s=%s with one line that names it", (name, value) => {
    const found = problems({ [name]: value });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(name);
  });

  it("keeps read notifications for 90 days unless told otherwise", () => {
    expect(readEnv(PRODUCTION).readRetentionDays).toBe(90);
    expect(readEnv({ ...PRODUCTION, READ_RETENTION_DAYS: "1" }).readRetentionDays).toBe(1);
    expect(readEnv({ ...PRODUCTION, READ_RETENTION_DAYS: "36500" }).readRetentionDays).toBe(36_500);
  });

  it("does not drain unless told to", () => {
    expect(readEnv(PRODUCTION).drainSeconds).toBe(0);
    expect(readEnv({ ...PRODUCTION, DRAIN_SECONDS: "0" }).drainSeconds).toBe(0);
    expect(readEnv({ ...PRODUCTION, DRAIN_SECONDS: "15" }).drainSeconds).toBe(15);
  });

  it("never repeats a secret", () => {
    const secrets = { AUTH_SECRET: "hunter2", AUTH_SECRET_PREVIOUS: "hunter2" };
    for (const INTERNAL_API_KEYS of ["shop:hunter2", "hunter2", "shop/all:hunter2", "shop:hunter2,shop:hunter2"])
      expect(problems({ ...secrets, INTERNAL_API_KEYS }).join("\n")).not.toContain("hunter2");
  });

  it("accepts scopes, and several keys of one producer, so that each key can be replaced without a gap", () => {
    const INTERNAL_API_KEYS =
      "shop:0123456789abcdef, shop/send/privacy:fedcba9876543210, prometheus/metrics:with:colons/and/slashes";
    expect(readEnv({ ...PRODUCTION, INTERNAL_API_KEYS }).producerKeys).toEqual([
      { producer: "shop", scopes: ["send"], key: "0123456789abcdef" },
      { producer: "shop", scopes: ["send", "privacy"], key: "fedcba9876543210" },
      { producer: "prometheus", scopes: ["metrics"], key: "with:colons/and/slashes" },
    ]);
  });

  it("accepts the previous secret, so that it can be replaced without a gap", () => {
    const AUTH_SECRET_PREVIOUS = "fedcba9876543210fedcba9876543210";
    const texts = (secrets: Record<string, string>): string[] => {
      const { auth } = readEnv({ ...PRODUCTION, ...secrets });
      return "secrets" in auth ? auth.secrets.map((secret) => new TextDecoder().decode(secret)) : [];
    };
    expect(texts({})).toEqual([PRODUCTION.AUTH_SECRET]);
    expect(texts({ AUTH_SECRET_PREVIOUS })).toEqual([PRODUCTION.AUTH_SECRET, AUTH_SECRET_PREVIOUS]);
  });

  it("accepts an identity provider instead of a secret, but not together with demo sessions", () => {
    expect(problems(PROVIDER)).toEqual([]);
    expect(problems({ ...PROVIDER, DEMO: "1" })).toEqual([expect.stringContaining("DEMO")]);
  });

  it("needs an identity provider's issuer and audience, or it would accept tokens for other apps", () => {
    expect(problems({ ...PROVIDER, AUTH_ISSUER: "", AUTH_AUDIENCE: undefined })).toEqual([
      expect.stringMatching(/^AUTH_ISSUER is missing/),
      expect.stringMatching(/^AUTH_AUDIENCE is missing/),
    ]);
  });

  it.each([
    ["http://id.example.org/keys", ["AUTH_JWKS_URL must be https"]],
    ["http://localhost.example.org/keys", ["AUTH_JWKS_URL must be https"]],
    ["http://10.0.0.1/keys", ["AUTH_JWKS_URL must be https"]],
    ["keys", ["AUTH_JWKS_URL is not a URL"]],
    ["http://localhost:8080/keys", []],
    ["http://127.0.0.1/keys", []],
    ["http://[::1]:8080/keys", []],
  ])("reads an identity provider's keys in production from %s with these problems: %j", (AUTH_JWKS_URL, lines) => {
    expect(problems({ ...PROVIDER, AUTH_JWKS_URL })).toEqual(
      lines.map((line) => expect.stringMatching(`^${line}`) as string),
    );
  });

  it("reads an identity provider's keys over http from anywhere in development", () => {
    const AUTH_JWKS_URL = "http://10.0.0.1/keys";
    expect(problems({ ...PROVIDER, NODE_ENV: "development", DEMO: "0", AUTH_JWKS_URL })).toEqual([]);
  });

  it("accepts any producer key in a demo, which lets in everybody anyway", () => {
    expect(problems({ DEMO: "1", INTERNAL_API_KEYS: "dev:dev-producer-key" })).toEqual([]);
  });
});
