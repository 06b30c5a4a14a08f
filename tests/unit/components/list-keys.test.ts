import { expect, it } from "vitest";

import { type ListActions, listCommand } from "@/components/notifications/list/list-keys";

const BARE = { ctrlKey: false, metaKey: false, altKey: false };

it.each([
  ["j", "step 1"],
  ["End", "step Infinity"],
  ["PageUp", "page -1"],
  ["e", "acknowledge"],
  ["E", "acknowledge all"],
  ["?", "help"],
])("the key %s means: %s", (key, meaning) => {
  const done: string[] = [];
  const actions: ListActions = {
    step: (by) => void done.push(`step ${by}`),
    page: (direction) => void done.push(`page ${direction}`),
    acknowledge: () => void done.push("acknowledge"),
    acknowledgeAll: () => void done.push("acknowledge all"),
    help: () => void done.push("help"),
  };
  listCommand({ ...BARE, key })?.(actions, null as never, null as never);
  expect(done).toEqual([meaning]);
});

it("leaves other keys, and keys with a modifier, to the browser, except for opening a link in a new tab", () => {
  expect(listCommand({ ...BARE, key: "x" })).toBeUndefined();
  expect(listCommand({ ...BARE, key: "toString" })).toBeUndefined();
  expect(listCommand({ ...BARE, key: "e", ctrlKey: true })).toBeUndefined();
  expect(listCommand({ ...BARE, key: "j", metaKey: true })).toBeUndefined();
  expect(listCommand({ ...BARE, key: "ArrowDown", altKey: true })).toBeUndefined();
  expect(listCommand({ ...BARE, key: "Enter", metaKey: true })).toBe(listCommand({ ...BARE, key: "Enter" }));
});
