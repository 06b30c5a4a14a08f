import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

import { expect, it } from "vitest";

const PRODUCT = ["app/api", "components/notifications", "db", "lib/notifications"];

it("the product's rooms import each other in one direction", () => {
  const rooms = importsOfRooms();
  expect(rooms.size).toBeGreaterThan(30);
  // Takes out, again and again, the rooms that import none of those that are left. A circle is never taken out.
  for (let before = Infinity; rooms.size < before;) {
    before = rooms.size;
    for (const [room, imports] of rooms) if ([...imports].every((other) => !rooms.has(other))) rooms.delete(room);
  }
  expect(Object.fromEntries(rooms)).toEqual({});
});

/** Each folder, with the other folders that it imports from. */
function importsOfRooms(): Map<string, Set<string>> {
  const rooms = new Map<string, Set<string>>();
  const files = PRODUCT.flatMap((part) =>
    readdirSync(part, { recursive: true, encoding: "utf8" }).map((name) => path.join(part, name)),
  );
  for (const file of files.filter((name) => /\.tsx?$/.test(name))) {
    const room = path.dirname(file);
    const imports = rooms.get(room) ?? new Set();
    rooms.set(room, imports);
    for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(/(?:from|import\() ?"(\.[^"]+)"/g)) {
      const imported = path.join(room, specifier);
      const isRoom = statSync(imported, { throwIfNoEntry: false })?.isDirectory() ?? false;
      const other = isRoom ? imported : path.dirname(imported);
      if (other !== room) imports.add(other);
    }
  }
  return rooms;
}
