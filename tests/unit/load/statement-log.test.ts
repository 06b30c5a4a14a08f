import { describe, expect, it } from "vitest";

import { statementTimes } from "@/tests/load/bench/statement-log";

const LOG = `
db|notifications|7|PARSE|LOG:  duration: 0.500 ms
db|notifications|7|BIND|LOG:  duration: 0.250 ms
db|notifications|8|BIND|LOG:  duration: 0.125 ms
db|notifications|7|INSERT|LOG:  duration: 2.000 ms
db|bench|9|SELECT|LOG:  duration: 50.000 ms
other|notifications|6|SELECT|LOG:  duration: 60.000 ms
db||8|SELECT|LOG:  duration: 1.000 ms
||5||LOG:  checkpoint starting: time
db|notifications|7|COMMIT|LOG:  duration: 0.031 ms
db|notifications|7|BIND|LOG:  duration: 9.000 ms
`;

describe("the log of statements", () => {
  it("adds up the parts of a statement, of this database and of others than the bench", () => {
    expect(statementTimes(LOG, "db")).toEqual([2.75, 1.125, 0.031]);
  });
});
