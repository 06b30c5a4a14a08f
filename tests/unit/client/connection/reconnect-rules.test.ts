import { describe, expect, it } from "vitest";

import {
  type Alarm,
  CLOSED,
  connectionOf,
  type Effect,
  type Machine,
  type MachineEvent,
  type StateName,
} from "@/lib/notifications/client/connection/reconnect-machine";
import { step } from "@/lib/notifications/client/connection/reconnect-rules";

const half = (): number => 0.5;

const SYNCED: MachineEvent = { type: "synced", afterMs: 100 };
const PINGED: MachineEvent = { type: "pinged", afterSyncMs: 1_500 };
const TIMED_OUT: MachineEvent = { type: "timed-out" };
const REFUSED: MachineEvent = { type: "answered", answer: "refused", retryAfterMs: 0 };

const at = (state: StateName, more: Partial<Machine> = {}): Machine => ({ ...CLOSED, state, ...more });

const waitIn = (effects: readonly Effect[], alarm: Alarm): number | null | undefined =>
  effects.flatMap((effect) => (typeof effect !== "string" && effect[0] === alarm ? [effect[1]] : [])).at(-1);

const POLLING = { answers: true, quiet: 0 };

describe("the rules for reconnecting", () => {
  it.each<[StateName, MachineEvent, StateName]>([
    ["proving", { type: "ended" }, "waiting"],
    ["proving", { type: "woke", isFresh: false }, "opening"],
    ["late", { type: "ended" }, "waiting"],
    ["late", { type: "woke", isFresh: true }, "opening"],
    ["waiting", { type: "woke", isFresh: true }, "opening"],
    ["waiting", { type: "doubted" }, "asking-why"],
    ["asking-why", { type: "doubted" }, "asking-why"],
    ["signed-out", { type: "close" }, "closed"],
    ["asking-again", { type: "close" }, "closed"],
  ])("when %s, after %j: %s", (from, event, to) => {
    expect(step(at(from), event, half).machine.state).toBe(to);
  });

  it("polls the list as soon as a stream is late, is refused, or is not live for five seconds", () => {
    expect(waitIn(step(at("proving"), TIMED_OUT, half).effects, "poll-due")).toBe(0);
    expect(waitIn(step(at("closed"), { type: "open", isSteady: false }, half).effects, "overdue")).toBe(5_000);
    expect(waitIn(step(at("opening"), { type: "overdue" }, half).effects, "poll-due")).toBe(0);
    expect(waitIn(step(at("asking-why"), REFUSED, half).effects, "poll-due")).toBeLessThan(1_000);
  });

  it("stops polling once a stream is proven", () => {
    const { machine, effects } = step(at("proving", { polling: POLLING }), PINGED, half);
    expect(machine.polling).toBeNull();
    expect(waitIn(effects, "poll-due")).toBeNull();
  });

  it("waits longer after each failure, at least as long as asked, and at most a minute", () => {
    const waitAfter = (failures: number, retryAfterMs: number): number | null | undefined =>
      waitIn(
        step(at("asking-why", { failures }), { type: "answered", answer: "refused", retryAfterMs }, half).effects,
        "timed-out",
      );
    expect([0, 1, 2, 5, 50].map((failures) => waitAfter(failures, 0))).toEqual([625, 1_250, 2_500, 18_750, 18_750]);
    expect(waitAfter(0, 10_000)).toBe(10_625);
    expect(waitAfter(50, 45_000)).toBe(60_000);
  });

  it("forgets failures at the second ping of a stream, not before", () => {
    const proven = step(at("proving", { failures: 3 }), PINGED, half).machine;
    expect(proven.failures).toBe(3);
    expect(step(proven, PINGED, half).machine.failures).toBe(0);
  });

  it("replaces late streams less and less often, but at least every minute", () => {
    const waits = [0, 1, 2, 3, 4, 50].map((failures) =>
      waitIn(step(at("proving", { failures }), TIMED_OUT, half).effects, "timed-out"),
    );
    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  it("is shown as live while a stream that ended is replaced, for two seconds", () => {
    const ended = step(at("live"), { type: "ended" }, half);
    expect(connectionOf(ended.machine, true, false)).toBe("live");
    expect(waitIn(ended.effects, "overdue")).toBe(2_000);
    const opening = step(ended.machine, TIMED_OUT, half).machine;
    const catchingUp = step(opening, { type: "opened" }, half).machine;
    const proving = step(catchingUp, SYNCED, half).machine;
    for (const machine of [opening, catchingUp, proving]) expect(connectionOf(machine, true, false)).toBe("live");
    const unsteady = step(catchingUp, { type: "overdue" }, half).machine;
    expect(connectionOf(unsteady, true, false)).toBe("catching-up");
    // A second one in a row is no coincidence.
    const refused = step(opening, { type: "ended" }, half).machine;
    const waiting = step(refused, { type: "answered", answer: "none", retryAfterMs: 0 }, half).machine;
    expect(connectionOf(waiting, true, false)).toBe("reconnecting");
  });

  it.each([
    ["catching-up", {}, true, "catching-up"],
    ["proving", {}, true, "live"],
    ["proving", { polling: POLLING }, true, "polling"],
    ["late", { polling: { answers: null, quiet: 0 } }, true, "polling"],
    ["late", { polling: { answers: false, quiet: 1 } }, true, "reconnecting"],
    ["waiting", {}, true, "reconnecting"],
    ["waiting", { failures: 4 }, true, "unreachable"],
    ["waiting", { failures: 4, polling: POLLING }, true, "polling"],
    ["waiting", { polling: POLLING }, true, "polling"],
    ["waiting", { polling: POLLING }, false, "offline"],
    ["live", {}, false, "live"],
    ["asking-again", {}, true, "signed-out"],
    ["signed-out", {}, false, "signed-out"],
  ] as const)("%s with %j and online %s is shown as %s", (name, more, isOnline, shown) => {
    expect(connectionOf(at(name, more), isOnline, false)).toBe(shown);
  });

  it("is shown as connecting before it has heard anything of the feed", () => {
    expect(connectionOf(at("opening"), true, true)).toBe("connecting");
    expect(connectionOf(at("catching-up"), true, true)).toBe("connecting");
  });
});
