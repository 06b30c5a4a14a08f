import * as z from "zod/mini";

import type { JsonObject } from "./noted-schemas";

/** Parameters that zod checks: their names and forms come from there, what else is said of them, by name, from `notes`. */
export function parametersOf<Schema extends z.ZodMiniObject>(
  schema: Schema,
  place: "query" | "header" | "path",
  notes: Readonly<Record<keyof z.input<Schema>, JsonObject>>,
): JsonObject[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input" });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: property,
    ...notes[name as keyof z.input<Schema>],
  }));
}
