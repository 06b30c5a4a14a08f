import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect, it } from "vitest";

/** Parts of the product in which no folder imports one that imports it, directly or by way of others. */
const PARTS = ["components/notifications"];

it.each(PARTS)("the rooms of %s import each other in one direction", (part) => {
  const rooms = importsOfRooms(part);
  expect(rooms.size).toBeGreaterThan(5);
  // Takes out, again and again, the rooms that import none of those that are left. A circle is never taken out.
  for (let before = Infinity; rooms.size < before;) {
    before = rooms.size;
    for (const [room, imports] of rooms) if ([...imports].every((other) => !rooms.has(other))) rooms.delete(room);
  }
  expect(Object.fromEntries(rooms)).toEqual({});
});

function importsOfRooms(part: string): Map<string, Set<string>> {
  const rooms = new Map<string, Set<string>>();
  for (const name of readdirSync(part, { recursive: true, encoding: "utf8" })) {
    if (!/\.tsx?$/.test(name)) continue;
    const file = path.join(part, name);
    const room = path.dirname(file);
    const imports = rooms.get(room) ?? new Set();
    rooms.set(room, imports);
    for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(/(?:from|import\() ?"(\.[^"]+)"/g)) {
      const imported = path.dirname(path.join(room, specifier));
      if (imported !== room) imports.add(imported);
    }
  }
  return rooms;
}
