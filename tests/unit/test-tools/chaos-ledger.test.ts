import { describe, expect, it } from "vitest";

import { type Account, type Feed, isFaultless, verdict } from "@/tests/chaos/ledger";

const USER = "a user";

/** Three notifications, of which the first became read at position 4. */
const feed: Feed = {
  head: 4,
  changes: new Map([
    [1, { kind: "notification", ids: ["a"] }],
    [2, { kind: "notification", ids: ["b"] }],
    [3, { kind: "notification", ids: ["c"] }],
    [4, { kind: "read", ids: ["a"] }],
  ]),
  unread: 2,
  unreadRows: 2,
  listed: { position: 4, unread: 2 },
};

function received(...positions: number[]): Account["received"] {
  return positions.map((position) => ({ position, kind: "read" as const, ids: [], ...feed.changes.get(position) }));
}

function judge({ account = {}, ...rest }: { account?: Partial<Account>; accepted?: string[]; feed?: Feed } = {}) {
  const faultless = { userId: USER, start: 0, received: received(1, 2, 3, 4), unread: 2, unreadCorrections: 0 };
  return verdict({
    accepted: rest.accepted ?? ["a", "b", "c"],
    feeds: new Map([[USER, rest.feed ?? feed]]),
    accounts: [{ ...faultless, ...account }],
  });
}

const ZEROS = { lost: 0, duplicated: 0, outOfOrder: 0, madeUp: 0, badgeMismatches: 0 };

describe("the verdict", () => {
  it("finds nothing wrong with a stream that had everything once and in order", () => {
    expect(judge()).toEqual({ accepted: 3, delivered: 3, ...ZEROS });
    expect(isFaultless(judge())).toBe(true);
  });

  it("expects nothing from before the position where a stream started", () => {
    expect(judge({ account: { start: 2, received: received(3, 4) } })).toEqual({ accepted: 3, delivered: 1, ...ZEROS });
  });

  it.each([
    ["in the middle", received(1, 3, 4)],
    ["at the beginning", received(2, 3, 4)],
    ["at the end", received(1, 2, 3)],
  ])("finds one lost %s", (_where, log) => {
    expect(judge({ account: { received: log } })).toMatchObject({ ...ZEROS, lost: 1 });
  });

  it("finds everything lost on a stream that received nothing", () => {
    expect(judge({ account: { received: [] } })).toMatchObject({ ...ZEROS, delivered: 0, lost: 4 });
  });

  it("finds one received twice, also across a reconnect", () => {
    expect(judge({ account: { received: received(1, 2, 2, 3, 4) } })).toMatchObject({ ...ZEROS, duplicated: 1 });
    expect(judge({ account: { received: received(1, 2, 3, 2, 3, 4) } })).toMatchObject({ ...ZEROS, duplicated: 2 });
  });

  it("finds one from before the start", () => {
    const log = received(1, 2, 3, 4);
    expect(judge({ account: { start: 1, received: log } })).toMatchObject({ ...ZEROS, duplicated: 1 });
  });

  it("finds one out of order", () => {
    expect(judge({ account: { received: received(1, 3, 2, 4) } })).toMatchObject({ ...ZEROS, outOfOrder: 1 });
  });

  it("finds another notification than the stored one at a position", () => {
    const log = [...received(1, 2), { position: 3, kind: "notification" as const, ids: ["x"] }, ...received(4)];
    expect(judge({ account: { received: log } })).toMatchObject({ ...ZEROS, madeUp: 1, lost: 1 });
  });

  it("finds a READ with other ids than those that became read", () => {
    const log = [...received(1, 2, 3), { position: 4, kind: "read" as const, ids: ["a", "b"] }];
    expect(judge({ account: { received: log } })).toMatchObject({ ...ZEROS, madeUp: 1, lost: 1 });
  });

  it("finds one that was received and never stored", () => {
    const log = [...received(1, 2, 3, 4), { position: 5, kind: "notification" as const, ids: ["x"] }];
    expect(judge({ account: { received: log } })).toMatchObject({ ...ZEROS, madeUp: 1 });
  });

  it("finds one that was accepted and is not stored", () => {
    expect(judge({ accepted: ["a", "b", "c", "d"] })).toMatchObject({ ...ZEROS, lost: 1 });
  });

  it("finds one that was stored for no accepted request, such as a retry done twice", () => {
    expect(judge({ accepted: ["a", "b"] })).toMatchObject({ ...ZEROS, duplicated: 1 });
  });

  it("counts a notification once whose answer was given twice", () => {
    expect(judge({ accepted: ["a", "b", "c", "c"] })).toMatchObject({ accepted: 3, ...ZEROS });
  });

  it.each<[string, Parameters<typeof judge>[0]]>([
    ["a client's count at the end", { account: { unread: 3 } }],
    ["a count that a sync corrected", { account: { unreadCorrections: 1 } }],
    ["the counter against the rows", { feed: { ...feed, unreadRows: 3 } }],
    ["the list's count", { feed: { ...feed, listed: { position: 4, unread: 3 } } }],
    ["the list's position", { feed: { ...feed, listed: { position: 3, unread: 2 } } }],
  ])("finds a badge mismatch: %s", (_what, evidence) => {
    const found = judge(evidence);
    expect(found).toMatchObject({ ...ZEROS, badgeMismatches: 1 });
    expect(isFaultless(found)).toBe(false);
  });
});
