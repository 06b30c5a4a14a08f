import * as fc from "fast-check";

const DEEP = 20_000;

/** Text that has broken programs before. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "\udfff\ud800",
    "x\r\nX-Injected: 1\r\n\r\n",
    "\n\nid: 7\nevent: sync\ndata: {}\n\n",
    "\u2028\u2029\u0085",
    "\u202eevil\ufeff",
    "'; drop table users; --",
    "' or '1'='1",
    "1); select pg_sleep(9) --",
    "%00%0d%0a",
    "%",
    "%ff%fe",
    "../../../etc/passwd",
    "${7*7}{{7*7}}<%= 7 %>",
    "<script>alert(1)</script>",
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "NaN",
    "-1",
    "-0",
    "1e309",
    "9007199254740993",
    "99999999999999999999999999",
    "0x10",
    "null",
    "*",
    'W/"x", *, ,',
    "🔔".repeat(2_001),
    "x".repeat(5_000),
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 40 }),
);

/** JSON, as text: some of it cannot be had from JSON.stringify. */
export const hostileJson: fc.Arbitrary<string> = fc.oneof(
  hostileText.map((text) => JSON.stringify(text)),
  fc.json(),
  fc.constantFrom(
    "null",
    "true",
    "[]",
    "{}",
    "1e999",
    "-1e-999",
    "-0",
    "123456789012345678901234567890",
    '"\\ud800"',
    '"\\u0000"',
    '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}',
    "[".repeat(DEEP) + "]".repeat(DEEP),
    '{"a":'.repeat(DEEP) + "1" + "}".repeat(DEEP),
    JSON.stringify(Array.from({ length: 10_001 }, (_, index) => `${index}`)),
  ),
);

/** Bodies that are hardly JSON, or hardly a body. */
export const hostileBody: fc.Arbitrary<Buffer> = fc.oneof(
  hostileJson.map((text) => Buffer.from(text)),
  fc.json().map((text) => Buffer.from(text.slice(0, -1))),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(
    Buffer.alloc(0),
    Buffer.from("\ufeff{}"),
    Buffer.from([0x7b, 0xff, 0x7d]),
    Buffer.from("[".repeat(500_000)),
    Buffer.alloc(1024 * 1024, " "),
    Buffer.alloc(1024 * 1024 + 1, " "),
  ),
);
