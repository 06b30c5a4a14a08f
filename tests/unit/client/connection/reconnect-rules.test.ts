import { describe, expect, it } from "vitest";

import { connectionOf } from "@/lib/notifications/client/connection/connection";
import {
  type Alarm,
  CLOSED,
  type Effect,
  type Machine,
  type MachineEvent,
  type StateName,
} from "@/lib/notifications/client/connection/reconnect-machine";
import { step } from "@/lib/notifications/client/connection/reconnect-rules";

const half = (): number => 0.5;

const EVENTS = {
  open: { type: "open", isSteady: false },
  close: { type: "close" },
  opened: { type: "opened" },
  "synced in time": { type: "synced", afterMs: 100 },
  "synced late": { type: "synced", afterMs: 8_000 },
  "heard as far as the list": { type: "heard", isCaughtUp: true },
  "heard less": { type: "heard", isCaughtUp: false },
  "pinged apart": { type: "pinged", afterSyncMs: 1_500 },
  "pinged with the sync": { type: "pinged", afterSyncMs: 0 },
  ended: { type: "ended" },
  "answered ours": { type: "answered", answer: "ours", retryAfterMs: 0 },
  "answered refused": { type: "answered", answer: "refused", retryAfterMs: 0 },
  "answered signed-out": { type: "answered", answer: "signed-out", retryAfterMs: 0 },
  "answered by nobody": { type: "answered", answer: "none", retryAfterMs: 0 },
  "listed ahead": { type: "listed", answer: "ours", retryAfterMs: 0, isAhead: true },
  "listed the same": { type: "listed", answer: "ours", retryAfterMs: 0, isAhead: false },
  "listed signed-out": { type: "listed", answer: "signed-out", retryAfterMs: 0, isAhead: false },
  "listed by nobody": { type: "listed", answer: "none", retryAfterMs: 0, isAhead: false },
  "timed-out": { type: "timed-out" },
  "woke soon": { type: "woke", isFresh: true },
  "woke late": { type: "woke", isFresh: false },
  looked: { type: "looked" },
  online: { type: "online" },
  offline: { type: "offline" },
  doubted: { type: "doubted" },
  overtaken: { type: "overtaken" },
} as const satisfies Record<string, MachineEvent>;

/** What leads where; anything else leads nowhere. */
const TABLE: Readonly<Record<StateName, Partial<Record<keyof typeof EVENTS, StateName>>>> = {
  closed: { open: "opening" },
  opening: {
    close: "closed",
    opened: "catching-up",
    ended: "asking-why",
    "timed-out": "waiting",
    online: "opening",
    offline: "waiting",
  },
  "catching-up": {
    close: "closed",
    "synced in time": "proving",
    "synced late": "late",
    ended: "waiting",
    "timed-out": "waiting",
    online: "opening",
    offline: "waiting",
    doubted: "opening",
  },
  proving: {
    close: "closed",
    "pinged apart": "live",
    "pinged with the sync": "late",
    ended: "waiting",
    "timed-out": "late",
    "woke late": "opening",
    online: "opening",
    offline: "waiting",
    doubted: "opening",
  },
  live: {
    close: "closed",
    ended: "waiting",
    "timed-out": "opening",
    "woke soon": "checking",
    "woke late": "opening",
    online: "opening",
    offline: "waiting",
    doubted: "opening",
    overtaken: "overtaken",
  },
  checking: {
    close: "closed",
    ended: "waiting",
    "listed ahead": "overtaken",
    "listed the same": "live",
    "listed signed-out": "opening",
    "listed by nobody": "opening",
    "timed-out": "opening",
    online: "opening",
    offline: "waiting",
    doubted: "opening",
  },
  overtaken: {
    close: "closed",
    ended: "waiting",
    "heard as far as the list": "live",
    "timed-out": "opening",
    online: "opening",
    offline: "waiting",
    doubted: "opening",
  },
  late: {
    close: "closed",
    ended: "waiting",
    "timed-out": "opening",
    "woke soon": "opening",
    "woke late": "opening",
    online: "opening",
    offline: "waiting",
    doubted: "opening",
  },
  "asking-why": {
    close: "closed",
    "answered ours": "waiting",
    "answered refused": "waiting",
    "answered signed-out": "signed-out",
    "answered by nobody": "waiting",
    "timed-out": "waiting",
    online: "opening",
    offline: "waiting",
  },
  waiting: {
    close: "closed",
    "timed-out": "opening",
    "woke soon": "opening",
    "woke late": "opening",
    online: "opening",
    doubted: "asking-why",
  },
  "signed-out": {
    close: "closed",
    "timed-out": "asking-again",
    "woke soon": "asking-again",
    "woke late": "asking-again",
    looked: "asking-again",
    online: "asking-again",
  },
  "asking-again": {
    close: "closed",
    "answered ours": "opening",
    "answered refused": "opening",
    "answered signed-out": "signed-out",
    "answered by nobody": "signed-out",
    "timed-out": "signed-out",
  },
};

const at = (state: StateName, more: Partial<Machine> = {}): Machine => ({ ...CLOSED, state, ...more });

const waitIn = (effects: readonly Effect[], alarm: Alarm): number | null | undefined =>
  effects.flatMap((effect) => (typeof effect !== "string" && effect[0] === alarm ? [effect[1]] : [])).at(-1);

const POLLING = { answers: true, quiet: 0 };

describe("the live connection's transitions", () => {
  for (const [from, leads] of Object.entries(TABLE))
    for (const [name, event] of Object.entries(EVENTS)) {
      const to = leads[name as keyof typeof EVENTS] ?? from;
      it(`${from}, ${name}: ${to === from && !(name in leads) ? "stays" : to}`, () => {
        expect(step(at(from as StateName), event, half).machine.state).toBe(to);
      });
    }

  it("opens a stream whenever it enters `opening`, closes it where there is none, and keeps it else", () => {
    for (const [from, leads] of Object.entries(TABLE))
      for (const [name, to] of Object.entries(leads)) {
        const { effects } = step(at(from as StateName), EVENTS[name as keyof typeof EVENTS], half);
        const isWithout = ["closed", "asking-why", "waiting", "signed-out", "asking-again"].includes(to);
        expect([from, name, effects.includes("open-stream")]).toEqual([from, name, to === "opening"]);
        expect([from, name, effects.includes("close-stream")]).toEqual([from, name, isWithout]);
      }
  });

  it("asks the list as soon as a stream is late, is not live for five seconds, or is refused", () => {
    expect(waitIn(step(at("proving"), EVENTS["timed-out"], half).effects, "poll-due")).toBe(0);
    expect(waitIn(step(at("closed"), EVENTS.open, half).effects, "overdue")).toBe(5_000);
    expect(waitIn(step(at("opening"), { type: "overdue" }, half).effects, "poll-due")).toBe(0);
    expect(waitIn(step(at("asking-why"), EVENTS["answered refused"], half).effects, "poll-due")).toBeLessThan(1_000);
  });

  it("asks the list no more once a stream is proven", () => {
    const { machine, effects } = step(at("proving", { polling: POLLING }), EVENTS["pinged apart"], half);
    expect(machine.polling).toBeNull();
    expect(waitIn(effects, "poll-due")).toBeNull();
  });

  it("waits longer with each stream that did not last, and as long as it was asked to, up to a minute", () => {
    const waitAfter = (failures: number, retryAfterMs: number): number | null | undefined =>
      waitIn(
        step(at("asking-why", { failures }), { type: "answered", answer: "refused", retryAfterMs }, half).effects,
        "timed-out",
      );
    expect([0, 1, 2, 5, 50].map((failures) => waitAfter(failures, 0))).toEqual([625, 1_250, 2_500, 18_750, 18_750]);
    expect(waitAfter(0, 10_000)).toBe(10_625);
    expect(waitAfter(50, 45_000)).toBe(60_000);
  });

  it("forgets failures when a stream lasts to its second ping, and not before", () => {
    const proven = step(at("proving", { failures: 3 }), EVENTS["pinged apart"], half).machine;
    expect(proven.failures).toBe(3);
    expect(step(proven, EVENTS["pinged apart"], half).machine.failures).toBe(0);
  });

  it("tries a new stream in place of a late one more and more seldom, at least every minute", () => {
    const waits = [0, 1, 2, 3, 4, 50].map((failures) =>
      waitIn(step(at("proving", { failures }), EVENTS["timed-out"], half).effects, "timed-out"),
    );
    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  it("is shown as live while a stream that ended is replaced, for two seconds", () => {
    const ended = step(at("live"), EVENTS.ended, half);
    expect(connectionOf(ended.machine, true, false)).toBe("live");
    expect(waitIn(ended.effects, "overdue")).toBe(2_000);
    const opening = step(ended.machine, EVENTS["timed-out"], half).machine;
    const catchingUp = step(opening, EVENTS.opened, half).machine;
    const proving = step(catchingUp, EVENTS["synced in time"], half).machine;
    for (const machine of [opening, catchingUp, proving]) expect(connectionOf(machine, true, false)).toBe("live");
    const unsteady = step(catchingUp, { type: "overdue" }, half).machine;
    expect(connectionOf(unsteady, true, false)).toBe("catching-up");
    // A second one in a row is no coincidence.
    const refused = step(opening, EVENTS.ended, half).machine;
    const waiting = step(refused, EVENTS["answered by nobody"], half).machine;
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

  it("is shown as connecting before anything was heard of the feed", () => {
    expect(connectionOf(at("opening"), true, true)).toBe("connecting");
    expect(connectionOf(at("catching-up"), true, true)).toBe("connecting");
  });
});
