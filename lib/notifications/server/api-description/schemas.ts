import * as z from "zod/mini";

import { NOTED, type JsonObject } from "./noted-schemas";

export type SchemaName = keyof typeof NOTED;

/** A reference to a schema, in either document. */
export function schemaRef(name: SchemaName): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}

/** The schemas with these names as `components.schemas` holds them: what is sent, in either direction. */
export function schemas(names: readonly SchemaName[]): Record<string, JsonObject> {
  const registry = z.registry<{ id: string }>();
  for (const [name, [schema]] of Object.entries(NOTED)) registry.add(schema, { id: name });
  const notes = new Map<unknown, JsonObject>(Object.values(NOTED));
  const { schemas: all } = z.toJSONSchema(registry, {
    io: "input",
    uri: (name) => `#/components/schemas/${name}`,
    override: ({ zodSchema, jsonSchema }) => Object.assign(jsonSchema, notes.get(zodSchema)),
  });
  return Object.fromEntries(
    names.map((name) => {
      const { $schema: _, $id: __, ...schema } = all[name] as JsonObject;
      return [name, schema];
    }),
  );
}
