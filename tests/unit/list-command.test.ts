import { expect, it } from "vitest";

import { listCommand } from "@/components/notifications/list/list-command";

const BARE = { ctrlKey: false, metaKey: false, altKey: false };

it("takes a key for a command of the list", () => {
  expect(listCommand({ ...BARE, key: "j" })).toBe("next");
  expect(listCommand({ ...BARE, key: "e" })).toBe("acknowledge");
  expect(listCommand({ ...BARE, key: "E" })).toBe("acknowledge-all");
  expect(listCommand({ ...BARE, key: "x" })).toBeNull();
  expect(listCommand({ ...BARE, key: "toString" })).toBeNull();
});

it("leaves combinations to the browser, but for opening a link in a new tab", () => {
  expect(listCommand({ ...BARE, key: "e", ctrlKey: true })).toBeNull();
  expect(listCommand({ ...BARE, key: "j", metaKey: true })).toBeNull();
  expect(listCommand({ ...BARE, key: "ArrowDown", altKey: true })).toBeNull();
  expect(listCommand({ ...BARE, key: "Enter", metaKey: true })).toBe("open");
});
