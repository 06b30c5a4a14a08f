import type * as NodeCrypto from "node:crypto";
import { createHash, timingSafeEqual } from "node:crypto";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ProblemError } from "@/lib/notifications/problem";
import { requireProducer } from "@/lib/notifications/server/auth/producer";
import type { Scope } from "@/lib/notifications/server/producer-keys";

const KEYS = ["0123456789abcdef-first", "0123456789abcdef-second", "a-key-that-is-much-longer-than-the-other-two-are"];
const CONFIGURED = [`shop:${KEYS[0]}`, `shop/send/privacy:${KEYS[1]}`, `prometheus/metrics:${KEYS[2]}`];

// Spies on the real function.
vi.mock("node:crypto", async (original) => {
  const crypto = await original<typeof NodeCrypto>();
  return { ...crypto, timingSafeEqual: vi.fn<typeof timingSafeEqual>(crypto.timingSafeEqual) };
});

describe("a producer's key", () => {
  beforeEach(() => {
    vi.stubEnv("DATABASE_URL", "postgresql://localhost/none");
    vi.stubEnv("INTERNAL_API_KEYS", CONFIGURED.join(","));
    vi.mocked(timingSafeEqual).mockClear();
  });
  afterEach(() => vi.unstubAllEnvs());

  /** The producer of the request, or the code of its problem. */
  function producerOf(key: string, scope: Scope): string {
    try {
      return requireProducer(new Request("http://localhost", { headers: { Authorization: `Bearer ${key}` } }), scope);
    } catch (error) {
      if (error instanceof ProblemError) return error.code;
      throw error;
    }
  }

  it.each([
    ["the first", KEYS[0], "shop"],
    ["the last, and not for this", KEYS[2], "insufficient-scope"],
    ["none", "wrong", "unauthorized"],
    ["none, but for its last character", `${KEYS[0]?.slice(0, -1)}x`, "unauthorized"],
    ["none, and of no length", "", "unauthorized"],
  ])("is compared with every key there is, in constant time, when it is %s", (_, key = "", producer) => {
    expect(producerOf(key, "send")).toBe(producer);
    const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
    const hex = (bytes: NodeJS.ArrayBufferView): string => (bytes as Buffer).toString("hex");
    // All digests have one length, so neither the length of a key nor a correct start changes the work.
    expect(vi.mocked(timingSafeEqual).mock.calls.map(([given, known]) => [hex(given), hex(known)])).toEqual(
      KEYS.map((known) => [digest(key), digest(known)]),
    );
  });

  it.each<[number, Record<Scope, string>]>([
    [0, { send: "shop", privacy: "insufficient-scope", metrics: "insufficient-scope" }],
    [1, { send: "shop", privacy: "shop", metrics: "insufficient-scope" }],
    [2, { send: "insufficient-scope", privacy: "insufficient-scope", metrics: "prometheus" }],
  ])("is good for its own scopes alone, and those of a producer need not have the same: %s", (index, expected) => {
    const scopes: Scope[] = ["send", "privacy", "metrics"];
    const producers = scopes.map((scope) => [scope, producerOf(KEYS[index] ?? "", scope)]);
    expect(Object.fromEntries(producers)).toEqual(expected);
  });
});
