import { HEARTBEAT_MS } from "../../protocol";
import type { Answer } from "../requests/ask";
import { MAX_WAIT_MS } from "../requests/backoff";
import type { Connection } from "./connection";

export type StateName =
  | "closed"
  /** A stream was asked for. */
  | "opening"
  /** The stream is open, and replays what was missed until its sync. */
  | "catching-up"
  /** The sync is there. The first ping will show whether the stream is punctual. */
  | "proving"
  | "live"
  /** Live, while the list is asked whether it knows more. */
  | "checking"
  /** The list knows more. If the stream does not bring it in a moment, it is not live. */
  | "overtaken"
  /** The stream brings things too late. The list is polled; another stream is tried after a while. */
  | "late"
  /** The stream was refused. An EventSource does not say why, so the same address is asked. */
  | "asking-why"
  /** Nothing is open until the next attempt. */
  | "waiting"
  /** The server says that the session is over. */
  | "signed-out"
  /** The server is asked whether the session is still over. */
  | "asking-again";

/** The longest time in each state, in milliseconds. `closed` has no limit; `late` and `waiting` get theirs on entering. */
const LIMITS: Readonly<Partial<Record<StateName, number>>> = {
  opening: 10_000,
  "catching-up": 15_000,
  // The server pings one to two seconds after the sync.
  proving: 3_500,
  // After so much silence the connection is dead, whatever the browser believes.
  live: 2.5 * HEARTBEAT_MS,
  checking: 2_000,
  overtaken: 1_000,
  "asking-why": 8_000,
  "signed-out": MAX_WAIT_MS,
  "asking-again": 8_000,
};

/** The list is asked when no stream has been live for so long. */
const OVERDUE_MS = 5_000;
/** The page stays "live" for so long while its stream is replaced. */
const STEADY_MS = 2_000;
/** A new stream gets this head start before the list is polled: it brings more than a count. */
const HEAD_START_MS = 1_000;

/** After so many failures in a row, about ten seconds, a person is no longer told to expect the connection back soon. */
const HOPELESS_FAILURES = 4;

export interface Machine {
  readonly state: StateName;
  /** Streams in a row that did not last, or were late. */
  readonly failures: number;
  /** While the list is polled: whether it answers (null: not known yet), and how often in a row it had nothing new. */
  readonly polling: { readonly answers: boolean | null; readonly quiet: number } | null;
  /** Still shown as live while the stream is replaced. */
  readonly isSteady: boolean;
}

export const CLOSED: Machine = { state: "closed", failures: 0, polling: null, isSteady: false };

export type MachineEvent =
  | { type: "open"; isSteady: boolean }
  | { type: "close" }
  // The stream. `isCaughtUp`: as far as the list.
  | { type: "opened" }
  | { type: "synced"; afterMs: number }
  | { type: "heard"; isCaughtUp: boolean }
  | { type: "pinged"; afterSyncMs: number }
  | { type: "ended" }
  // Answers of the stream's address and of the list.
  | { type: "answered"; answer: Answer; retryAfterMs: number }
  | { type: "listed"; answer: Answer; retryAfterMs: number; isAhead: boolean }
  | { type: Alarm }
  // The browser: the page was away, somebody looks, the network.
  | { type: "woke"; isFresh: boolean }
  | { type: "looked" }
  | { type: "online" }
  | { type: "offline" }
  // Other requests: one was answered 401, or at a position that the stream has not reached.
  | { type: "doubted" }
  | { type: "overtaken" };

/** The state has lasted too long; the list must be asked; no stream has been live for a while. */
export type Alarm = "timed-out" | "poll-due" | "overdue";

/** An alarm rings after so many milliseconds; null calls it off. */
export type Effect = "open-stream" | "close-stream" | "ask-stream" | "ask-list" | readonly [Alarm, number | null];

/** The next machine, and what to do. */
export interface Step {
  machine: Machine;
  effects: readonly Effect[];
}

const LIVE: readonly StateName[] = ["live", "checking", "overtaken"];
/** Nothing arrives, and nothing should. */
const OVER: readonly StateName[] = ["closed", "signed-out", "asking-again"];
/** The list need not be asked: the stream brings everything, or nothing should arrive. */
const SETTLED: readonly StateName[] = [...LIVE, ...OVER, "proving"];
const WITHOUT_STREAM: readonly StateName[] = [...OVER, "asking-why", "waiting"];

/** Enters a state, with all that belongs to it: its limit, its stream, its question. */
export function enter(before: Machine, state: StateName, limitMs = LIMITS[state] ?? null): Step {
  const isSettled = SETTLED.includes(state);
  const polling = OVER.includes(state) ? null : before.polling;
  const isSteady = before.isSteady && !isSettled;
  const effects: Effect[] = [["timed-out", limitMs]];
  if (isSettled) effects.push(["overdue", null]);
  else if (SETTLED.includes(before.state)) effects.push(["overdue", isSteady ? STEADY_MS : OVERDUE_MS]);
  if (polling === null) effects.push(["poll-due", null]);
  if (state === "opening") {
    if (polling !== null) effects.push(["poll-due", HEAD_START_MS]);
    effects.push("open-stream");
  }
  if (WITHOUT_STREAM.includes(state)) effects.push("close-stream");
  if (state === "asking-why" || state === "asking-again") effects.push("ask-stream");
  return { machine: { ...before, state, polling, isSteady }, effects };
}

export function stay(machine: Machine, ...effects: readonly Effect[]): Step {
  return { machine, effects };
}

/** Stays, and the limit of the state begins anew. */
export function extend(machine: Machine): Step {
  return stay(machine, ["timed-out", LIMITS[machine.state] ?? null]);
}

/** The stream has not been live for as long as a steady page is shown as live: says so, and waits for the rest. */
export function unsteady(machine: Machine): Step {
  return stay({ ...machine, isSteady: false }, ["overdue", OVERDUE_MS - STEADY_MS]);
}

/** What a person is told. `isFirst`: nothing has been heard of the feed yet. */
export function connectionOf(
  { state, failures, polling, isSteady }: Machine,
  isOnline: boolean,
  isFirst: boolean,
): Connection {
  if (state === "closed") return "paused";
  if (OVER.includes(state)) return "signed-out";
  if (LIVE.includes(state) || (state === "proving" && polling === null)) return "live";
  if (!isOnline) return "offline";
  if (isSteady) return "live";
  if (polling && (polling.answers ?? state === "late")) return "polling";
  if (failures >= HOPELESS_FAILURES) return "unreachable";
  if (isFirst) return "connecting";
  return state === "catching-up" ? state : "reconnecting";
}
