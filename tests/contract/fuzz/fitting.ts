import * as fc from "fast-check";

import type { DescribedApi } from "@/tests/contract/described-api";

interface Schema {
  type?: string;
  enum?: unknown[];
  format?: string;
  examples?: unknown[];
  minimum?: number;
  maximum?: number;
  items?: Schema;
  minItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  oneOf?: { required: string[] }[];
}

/** Ids that the server knows, by the name of the field or parameter that they are meant for. */
export type KnownIds = (name: string) => readonly string[];

/** Values that a schema of the document takes, mostly: text is one of its examples or a known id, or now and then any. */
export function fitting(api: DescribedApi, part: object, name: string, ids: KnownIds): fc.Arbitrary<unknown> {
  const schema = api.resolve(part) as Schema;
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type ?? "any") {
    case "string":
      return schema.format === "uuid"
        ? fc.oneof({ weight: 19, arbitrary: fc.constantFrom(...ids(name)) }, fc.uuid())
        : fc.oneof(
            { weight: 9, arbitrary: fc.constantFrom(...(schema.examples ?? ["42"])) },
            fc.string({ minLength: 1 }),
          );
    case "integer":
      return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1_000 });
    case "array":
      return fc.array(fitting(api, schema.items ?? {}, name, ids), { minLength: schema.minItems ?? 0, maxLength: 8 });
    case "object":
      return fittingObject(api, schema, ids);
    default:
      return fc.jsonValue();
  }
}

function fittingObject(api: DescribedApi, schema: Schema, ids: KnownIds): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], oneOf = [{ required: [] }] } = schema;
  const alternatives = oneOf.flatMap((choice) => choice.required);
  return fc.constantFrom(...oneOf).chain((choice) => {
    const names = Object.keys(properties).filter(
      (name) => choice.required.includes(name) || !alternatives.includes(name),
    );
    return fc.record(Object.fromEntries(names.map((name) => [name, fitting(api, properties[name] ?? {}, name, ids)])), {
      requiredKeys: [...required, ...choice.required],
    });
  });
}
