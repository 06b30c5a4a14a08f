import { describe, expect, it } from "vitest";

import { AppendHeaders, AppendRequest, ListQuery, Position, ReadRequest } from "@/lib/notifications/contract";

const ADA = "0190a1b0-0000-7000-8000-000000000001";
const valid = { user_id: ADA, type: "order.shipped", message: "Hello" };
const accepts = (change: object): boolean => AppendRequest.safeParse({ ...valid, ...change }).success;

describe("an event", () => {
  it("is for exactly one user or one list of users", () => {
    expect(accepts({})).toBe(true);
    expect(accepts({ user_id: undefined, user_ids: [ADA] })).toBe(true);
    expect(accepts({ user_ids: [ADA] })).toBe(false);
    expect(accepts({ user_id: undefined })).toBe(false);
    expect(accepts({ user_id: undefined, user_ids: [] })).toBe(false);
  });

  it("has at most 10,000 recipients", () => {
    expect(accepts({ user_id: undefined, user_ids: Array(10_000).fill(ADA) })).toBe(true);
    expect(accepts({ user_id: undefined, user_ids: Array(10_001).fill(ADA) })).toBe(false);
  });

  it("takes a user's id in any case and means one user", () => {
    expect(AppendRequest.parse({ ...valid, user_id: ADA.toUpperCase() }).user_id).toBe(ADA);
  });

  it.each(["", "a b", "é", "a/b", "x".repeat(65), "a\n"])("refuses the type %j", (type) => {
    expect(accepts({ type })).toBe(false);
  });

  it.each(["a", "Order.shipped:v1_2-3", "x".repeat(64)])("takes the type %j", (type) => {
    expect(accepts({ type })).toBe(true);
  });

  it.each([
    ["one character", "x"],
    ["2,000 characters", "x".repeat(2000)],
    ["2,000 emoji, which are 4,000 UTF-16 units", "🔔".repeat(2000)],
    ["line breaks and line separators", "a\r\nb\u2028c"],
    ["right-to-left text", "שלום"],
  ])("takes a message of %s", (_, message) => {
    expect(accepts({ message })).toBe(true);
  });

  it.each([
    ["nothing", ""],
    ["2,001 characters", "x".repeat(2001)],
    ["2,001 emoji", "🔔".repeat(2001)],
    ["a NUL", "a\0b"],
    ["a lone surrogate", "a\ud800b"],
  ])("refuses a message of %s", (_, message) => {
    expect(accepts({ message })).toBe(false);
  });

  it.each(["/", "/orders/7?tab=items#top", "https://example.org/a", "HTTPS://example.org", `/${"x".repeat(2047)}`])(
    "takes the link %j",
    (link) => {
      expect(accepts({ link })).toBe(true);
    },
  );

  it.each([
    "",
    "orders/7",
    "//evil.test",
    "/\\evil.test",
    "/.//evil.test",
    "/a/..//evil.test",
    "/\t/evil.test",
    "\\\\evil.test",
    "http://example.org",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://",
    "https:evil.test",
    " https://example.org",
    "https://exa mple.org",
    "/a\nb",
    "/\ud800",
    `/${"x".repeat(2048)}`,
  ])("refuses the link %j", (link) => {
    expect(accepts({ link })).toBe(false);
  });

  it.each(["user", "constructor", "__proto__"])("refuses the unknown field %s", (field) => {
    const body: unknown = JSON.parse(JSON.stringify(valid).replace("{", `{"${field}":1,`));
    expect(AppendRequest.safeParse(body).success).toBe(false);
  });
});

describe("an acknowledgement", () => {
  it.each([{ id: ADA }, { ids: [ADA] }, { through: "0" }, { through: "42" }])("may be %j", (body) => {
    expect(ReadRequest.safeParse(body).success).toBe(true);
  });

  it.each([
    {},
    { id: ADA, through: "1" },
    { ids: [] },
    { ids: Array(501).fill(ADA) },
    { id: "7" },
    { through: 42 },
    { through: "-1" },
    { through: "042" },
    { through: "9007199254740992" },
    { id: ADA, all: true },
  ])("may not be %j", (body) => {
    expect(ReadRequest.safeParse(body).success).toBe(false);
  });
});

describe("a position", () => {
  it("is a number written without ornaments", () => {
    expect(Position.parse("0")).toBe(0);
    expect(Position.parse("9007199254740991")).toBe(Number.MAX_SAFE_INTEGER);
    for (const text of ["", "-1", "+1", "01", "1.0", "1e3", " 1", "٣", "9007199254740993"])
      expect(Position.safeParse(text).success, text).toBe(false);
  });
});

describe("a list query", () => {
  it("has defaults", () => {
    expect(ListQuery.parse({})).toEqual({ status: "unread", limit: 100 });
  });

  it.each([{ limit: "0" }, { limit: "101" }, { limit: "1.5" }, { limit: "" }, { status: "read" }, { page: "2" }])(
    "may not be %j",
    (query) => {
      expect(ListQuery.safeParse(query).success).toBe(false);
    },
  );
});

describe("an idempotency key", () => {
  it("is 1 to 255 visible ASCII characters", () => {
    for (const key of ["a", '"8e03978e-40d5-43dd-bc93-6894a57f9324"', "x".repeat(255)])
      expect(AppendHeaders.safeParse({ "idempotency-key": key }).success, key).toBe(true);
    for (const key of ["", "a b", "é", "x".repeat(256)])
      expect(AppendHeaders.safeParse({ "idempotency-key": key }).success, key).toBe(false);
  });
});
