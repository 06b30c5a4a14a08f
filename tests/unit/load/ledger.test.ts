import { describe, expect, it } from "vitest";

import { Ledger } from "@/tests/load/bench/ledger";

const CLEAN = { lost: 0, duplicated: 0, outOfOrder: 0, madeUp: 0 };
const USERS = ["ada", "grace"];

const arrival = (id: string, at = 0, position = Number.NaN) => ({ id, at, position });

/** A ledger in which ada is to have these. */
function accepted(...ids: string[]): Ledger {
  const ledger = new Ledger();
  for (const id of ids) ledger.accept(id, { userId: "ada", at: 100 });
  return ledger;
}

describe("the ledger", () => {
  it("is content when everything arrived once, and tells how long it took", () => {
    const judgement = accepted("a", "b").judge(USERS, [[arrival("a", 105, 1), arrival("b", 107, 2)], []]);
    expect(judgement).toEqual({ latencies: [5, 7], verdict: { accepted: 2, ...CLEAN } });
  });

  it("finds what is lost, once", () => {
    const ledger = accepted("a", "b");
    expect(ledger.judge(USERS, [[arrival("a")], []]).verdict).toEqual({ accepted: 2, ...CLEAN, lost: 1 });
    expect(ledger.judge(USERS, [[], []]).verdict).toEqual({ accepted: 0, ...CLEAN });
  });

  it("finds what is duplicated, also when the second one comes later", () => {
    const ledger = accepted("a", "b");
    const first = ledger.judge(USERS, [[arrival("a"), arrival("b"), arrival("a")], []]);
    expect(first.verdict).toEqual({ accepted: 2, ...CLEAN, duplicated: 1 });
    expect(first.latencies).toHaveLength(2);
    expect(ledger.judge(USERS, [[arrival("b")], []]).verdict).toEqual({ accepted: 0, ...CLEAN, duplicated: 1 });
  });

  it("finds what went to somebody else, or was never accepted", () => {
    const { verdict } = accepted("a").judge(USERS, [[arrival("unknown")], [arrival("a")]]);
    expect(verdict).toEqual({ accepted: 1, ...CLEAN, madeUp: 2, lost: 1 });
  });

  it("finds what is out of order, where there are positions", () => {
    const ledger = accepted("a", "b", "c");
    const { verdict } = ledger.judge(USERS, [[arrival("a", 0, 1), arrival("c", 0, 3), arrival("b", 0, 2)], []]);
    expect(verdict).toEqual({ accepted: 3, ...CLEAN, outOfOrder: 1 });
  });
});
