import type * as NodeCrypto from "node:crypto";
import { createHash, timingSafeEqual } from "node:crypto";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { requireProducer } from "@/lib/auth/producer";

const KEYS = ["0123456789abcdef-first", "0123456789abcdef-second", "a-key-that-is-much-longer-than-the-other-two-are"];

// The real one, watched.
vi.mock("node:crypto", async (original) => {
  const crypto = await original<typeof NodeCrypto>();
  return { ...crypto, timingSafeEqual: vi.fn<typeof timingSafeEqual>(crypto.timingSafeEqual) };
});

describe("a producer's key", () => {
  beforeEach(() => {
    vi.stubEnv("DATABASE_URL", "postgresql://localhost/none");
    vi.stubEnv("INTERNAL_API_KEYS", KEYS.map((key, index) => `producer-${index}:${key}`).join(","));
    vi.mocked(timingSafeEqual).mockClear();
  });
  afterEach(() => vi.unstubAllEnvs());

  function producerOf(key: string): string | null {
    try {
      return requireProducer(new Request("http://localhost", { headers: { Authorization: `Bearer ${key}` } }));
    } catch {
      return null;
    }
  }

  it.each([
    ["the first", KEYS[0], "producer-0"],
    ["the last", KEYS[2], "producer-2"],
    ["none", "wrong", null],
    ["none, but for its last character", `${KEYS[0]?.slice(0, -1)}x`, null],
    ["none, and of no length", "", null],
  ])("is compared with every key there is, in constant time, when it is %s", (_, key = "", producer) => {
    expect(producerOf(key)).toBe(producer);
    const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
    const hex = (bytes: NodeJS.ArrayBufferView): string => (bytes as Buffer).toString("hex");
    // Digests of one length: neither how long a key is nor how much of it is right changes the work.
    expect(vi.mocked(timingSafeEqual).mock.calls.map(([given, known]) => [hex(given), hex(known)])).toEqual(
      KEYS.map((known) => [digest(key), digest(known)]),
    );
  });
});
