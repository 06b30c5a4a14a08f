import addFormats from "ajv-formats";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type * as z from "zod/mini";

import { DOCUMENTED, schemas, type SchemaName } from "@/lib/notifications/server/api-description/schemas";
import { expectAlways } from "@/tests/support/random-runs";

const NAMES = Object.keys(DOCUMENTED) as SchemaName[];

describe("the schemas of the documents", () => {
  const documented = new Map<SchemaName, ValidateFunction>();

  beforeAll(() => {
    const ajv = new Ajv2020({ strict: false, validateFormats: true });
    addFormats.default(ajv);
    ajv.addSchema({ $id: "document", components: { schemas: schemas(NAMES) } });
    for (const name of NAMES) {
      const validate = ajv.getSchema(`document#/components/schemas/${name}`);
      if (!validate) throw new Error(`no schema ${name}`);
      documented.set(name, validate);
    }
  });

  /** Whether the contract and the document accept a value. */
  const verdicts = (name: SchemaName, value: unknown): { contract: boolean; document: boolean } => ({
    contract: (DOCUMENTED[name][0] as z.ZodMiniType).safeParse(value).success,
    document: documented.get(name)?.(value) === true,
  });

  it.each(NAMES)("have examples of %s that the contract accepts too", (name) => {
    const { examples = [] } = DOCUMENTED[name][1] as { examples?: unknown[] };
    for (const example of examples) expect(verdicts(name, example)).toEqual({ contract: true, document: true });
  });

  /** Rules that JSON Schema cannot express, so the document only describes them. It accepts more there, never less. */
  const IN_WORDS: Partial<Record<SchemaName, unknown>> = {
    Position: "9007199254740992",
    Link: "/.//evil.test",
  };

  const id = fc.oneof(
    fc.uuid(),
    fc.uuid().map((text) => text.toUpperCase()),
    fc.string(),
  );
  const near = (text: string): fc.Arbitrary<string> =>
    fc.tuple(fc.nat(text.length), fc.string({ unit: "binary", maxLength: 3 })).map(([at, more]) => {
      return text.slice(0, at) + more + text.slice(at);
    });
  const message = fc.oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.constantFrom("", "a\0", "\ud800", "\udc00\ud800", "🔔".repeat(2_000), "🔔".repeat(2_001), "x".repeat(2_001)),
  );
  const link = fc.oneof(
    near("/orders/7"),
    near("https://example.test/a?b#c"),
    fc.webUrl(),
    fc.constantFrom("//evil.test", "/\\evil.test", "HTTPS://x.test", "http://x.test", "/ä", "/\u2028", "/\ud800"),
  );
  const type = fc.oneof(near("order.shipped"), fc.string({ maxLength: 70 }));
  const append = fc.record(
    {
      user_id: id,
      user_ids: fc.array(id, { maxLength: 3 }),
      type,
      message,
      link: fc.constantFrom("/orders/7", "//evil.test"),
      extra: fc.constant(1),
    },
    { requiredKeys: ["type"] },
  );
  const values: Partial<Record<SchemaName, fc.Arbitrary<unknown>>> = {
    Id: fc.oneof(id, near("0190a1b0-0000-7000-8000-000000000001")),
    Position: fc.oneof(fc.bigInt().map(String), fc.string(), near("42"), fc.integer()),
    Type: type,
    Message: message,
    Link: link,
    ReadRequest: fc.record(
      { id, ids: fc.array(id, { maxLength: 3 }), through: fc.nat().map(String) },
      { requiredKeys: [] },
    ),
    AppendRequest: append,
    SessionRequest: fc.oneof(fc.record({ user_id: id }), fc.anything()),
  };

  it.each(Object.entries(values) as [SchemaName, fc.Arbitrary<unknown>][])(
    "accept a random %s exactly if the contract does",
    (name, arbitrary) =>
      expectAlways(300, arbitrary, async (value) => {
        const { contract, document } = verdicts(name, value);
        const agreed = document === contract || (document && name in IN_WORDS);
        expect({ value, agreed }).toEqual({ value, agreed: true });
      }),
  );

  it.each(Object.entries(IN_WORDS) as [SchemaName, unknown][])(
    "only describe why the %s %s is invalid",
    (name, value) => {
      expect(verdicts(name, value)).toEqual({ contract: false, document: true });
    },
  );
});
