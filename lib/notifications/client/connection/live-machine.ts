import { HEARTBEAT_MS } from "../../protocol";
import { backoff, MAX_WAIT_MS } from "./backoff";

/** Where the connection is. */
export type StateName =
  | "closed"
  /** A stream is asked for. */
  | "opening"
  /** It was answered. What was missed comes, until a sync. */
  | "catching-up"
  /** The sync is there. The first ping shows whether the stream is punctual. */
  | "proving"
  | "live"
  /** Live, but the list is asked whether it knows more. */
  | "checking"
  /** It does. The stream brings it in a moment, or is not live. */
  | "overtaken"
  /** The stream brings things too late. The list is polled, and a new stream is tried after a while. */
  | "late"
  /** The stream was refused, which does not say why. The same address is asked. */
  | "asking-why"
  /** Nothing is open until the next attempt. */
  | "waiting"
  /** The server says that the session is over. */
  | "signed-out"
  /** It is asked whether that is still so. */
  | "asking-again";

/** How long each lasts at most, in milliseconds. Only `closed` has no limit; that of `late` and `waiting` depends. */
const LIMITS: Readonly<Partial<Record<StateName, number>>> = {
  opening: 10_000,
  "catching-up": 15_000,
  // The server pings one to two seconds after the sync.
  proving: 3_500,
  // Silence this long means that the connection is dead, whatever the browser believes.
  live: 2.5 * HEARTBEAT_MS,
  checking: 2_000,
  overtaken: 1_000,
  "asking-why": 8_000,
  "signed-out": MAX_WAIT_MS,
  "asking-again": 8_000,
};

/** A late stream is replaced after this time, twice as long each time. */
const LATE_MS = 5_000;
/** A catch-up that takes longer may be held back on its way. */
const PROMPT_MS = 5_000;
/** A ping that comes together with the sync was held back. */
const APART_MS = 400;
/** The list is asked this often while something changes, and up to ten times more seldom while nothing does. */
const POLL_MS = 3_000;
/** A new stream gets this head start before the list is asked: it brings more than a count. */
const HEAD_START_MS = 1_000;
/** A page stays "live" for so long while its stream is replaced. */
const STEADY_MS = 2_000;
/** The list is asked when no stream has been live for so long. */
const OVERDUE_MS = 5_000;
/** After so many failures in a row, which take about ten seconds, nobody is told that it is about to end. */
const HOPELESS_FAILURES = 4;

export interface Machine {
  readonly state: StateName;
  /** Streams in a row that did not last, or were late. */
  readonly failures: number;
  /** While the list is polled: whether it answers (null: not known yet), and how often in a row it had nothing new. */
  readonly polling: { readonly answers: boolean | null; readonly quiet: number } | null;
  /** Still shown as live: the stream is being replaced. */
  readonly isSteady: boolean;
}

/** What a question was answered: by our server as it should, by anybody otherwise, that the session is over, or not at all. */
export type Answer = "ours" | "refused" | "signed-out" | "none";

export type MachineEvent =
  | { type: "open"; isSteady: boolean }
  | { type: "close" }
  /** Of the stream. `isCaughtUp`: as far as the list. */
  | { type: "opened" }
  | { type: "synced"; afterMs: number }
  | { type: "heard"; isCaughtUp: boolean }
  | { type: "pinged"; afterSyncMs: number }
  | { type: "ended" }
  /** Of the questions to the stream's address and to the list. */
  | { type: "answered"; answer: Answer; retryAfterMs: number }
  | { type: "listed"; answer: Answer; retryAfterMs: number; isAhead: boolean }
  /** Of the alarms. */
  | { type: Alarm }
  /** Of the browser: it was away, somebody looks, the network. */
  | { type: "woke"; isFresh: boolean }
  | { type: "looked" }
  | { type: "online" }
  | { type: "offline" }
  /** Of other requests: one was answered 401, one at a position that the stream has not come to. */
  | { type: "doubted" }
  | { type: "overtaken" };

/** The state has lasted too long, the list is to be asked, no stream has been live for a while. */
export type Alarm = "timed-out" | "poll-due" | "overdue";

/** An alarm is set to so many milliseconds from now; null calls it off. */
export type Effect = "open-stream" | "close-stream" | "ask-stream" | "ask-list" | readonly [Alarm, number | null];

export interface Step {
  machine: Machine;
  effects: readonly Effect[];
}

export const CLOSED: Machine = { state: "closed", failures: 0, polling: null, isSteady: false };

type Handler<Type> = (machine: Machine, event: Extract<MachineEvent, { type: Type }>, random: () => number) => Step;
/** `undefined` is for what has no meaning in a state. */
type Handlers = { readonly [Type in MachineEvent["type"]]?: Handler<Type> | undefined };

const opens = (machine: Machine): Step => to(machine, "opening");
const opensAfresh = (machine: Machine): Step => opens({ ...machine, failures: 0 });
/** The stream is replaced, and there is no reason to believe that it was not live. */
const renews = (machine: Machine): Step => opens({ ...machine, isSteady: true });
const fails = (machine: Machine, _event: MachineEvent, random: () => number): Step => waits(machine, 0, random);
const ends = (machine: Machine, _event: MachineEvent, random: () => number): Step =>
  waits({ ...machine, isSteady: true }, 0, random);
const asksWhy = (machine: Machine): Step => to(machine, "asking-why");
const asksAgain = (machine: Machine): Step => to(machine, "asking-again");
const isSignedOut = (machine: Machine): Step => to(machine, "signed-out");
const isOvertaken = (machine: Machine): Step => to(machine, "overtaken");
const isLive = (machine: Machine): Step => to({ ...machine, polling: null }, "live");
const isLate = (machine: Machine): Step =>
  polls(
    to({ ...machine, failures: machine.failures + 1 }, "late", Math.min(MAX_WAIT_MS, LATE_MS * 2 ** machine.failures)),
    0,
  );
/** Something came: the limit of the state begins anew. */
const lasts = (machine: Machine): Step => stay(machine, ["timed-out", LIMITS[machine.state] ?? null]);

/** What happens in a state that does not say otherwise. */
const BY_DEFAULT: Handlers = {
  close: (machine) => to(machine, "closed"),
  listed: (machine, event, random) => hears(machine, event, random),
  "poll-due": (machine) => stay(machine, "ask-list"),
  overdue: (machine) =>
    machine.isSteady
      ? stay({ ...machine, isSteady: false }, ["overdue", OVERDUE_MS - STEADY_MS])
      : polls(stay(machine), 0),
  offline: (machine, event, random) => fails({ ...machine, isSteady: false }, event, random),
  online: opensAfresh,
  doubted: opens,
};

const WHILE_LIVE: Handlers = { ...BY_DEFAULT, ended: ends, online: renews, doubted: renews };

/** The one place that says what leads where. */
const TRANSITIONS: { readonly [Name in StateName]: Handlers } = {
  closed: {
    open: (_machine, { isSteady }) => opens({ ...CLOSED, isSteady }),
  },
  opening: {
    ...BY_DEFAULT,
    opened: (machine) => to(machine, "catching-up"),
    ended: asksWhy,
    "timed-out": fails,
    doubted: undefined,
  },
  "catching-up": {
    ...BY_DEFAULT,
    heard: lasts,
    pinged: lasts,
    synced: (machine, { afterMs }) => (afterMs > PROMPT_MS ? isLate(machine) : to(machine, "proving")),
    ended: fails,
    "timed-out": fails,
  },
  proving: {
    ...BY_DEFAULT,
    pinged: (machine, { afterSyncMs }) => (afterSyncMs < APART_MS ? isLate(machine) : isLive(machine)),
    ended: fails,
    "timed-out": isLate,
    woke: (machine, { isFresh }) => (isFresh ? stay(machine) : opens(machine)),
  },
  live: {
    ...WHILE_LIVE,
    heard: lasts,
    // A stream that lasts to its second ping is a good one.
    pinged: (machine) => lasts({ ...machine, failures: 0 }),
    "timed-out": opens,
    woke: (machine, { isFresh }) => (isFresh ? checks(machine) : opens(machine)),
    overtaken: isOvertaken,
  },
  checking: {
    ...WHILE_LIVE,
    listed: (machine, { answer, isAhead }) => {
      if (answer === "none") return opensAfresh(machine);
      if (answer === "signed-out") return renews(machine);
      return isAhead ? isOvertaken(machine) : isLive(machine);
    },
    "timed-out": opensAfresh,
  },
  overtaken: {
    ...WHILE_LIVE,
    heard: (machine, { isCaughtUp }) => (isCaughtUp ? isLive(machine) : stay(machine)),
    "timed-out": opensAfresh,
  },
  late: {
    ...BY_DEFAULT,
    ended: fails,
    "timed-out": opens,
    woke: opens,
  },
  "asking-why": {
    ...BY_DEFAULT,
    answered: (machine, { answer, retryAfterMs }, random) => {
      if (answer === "signed-out") return isSignedOut(machine);
      const step = waits(machine, retryAfterMs, random);
      // Whoever is refused a stream has the list at least.
      return answer === "none" ? step : polls(step, backoff(0, 0, random));
    },
    "timed-out": fails,
    doubted: undefined,
  },
  waiting: {
    ...BY_DEFAULT,
    "timed-out": opens,
    woke: opensAfresh,
    offline: (machine) => stay({ ...machine, isSteady: false }),
    doubted: asksWhy,
  },
  "signed-out": {
    close: BY_DEFAULT.close,
    "timed-out": asksAgain,
    woke: asksAgain,
    looked: asksAgain,
    online: asksAgain,
  },
  "asking-again": {
    close: BY_DEFAULT.close,
    answered: (machine, { answer }) =>
      answer === "ours" || answer === "refused" ? opensAfresh(machine) : isSignedOut(machine),
    "timed-out": isSignedOut,
  },
};

/** The next state, and what to do. Nothing happens by itself here: alarms, requests and the stream are effects. */
export function step(machine: Machine, event: MachineEvent, random: () => number): Step {
  const handler = TRANSITIONS[machine.state][event.type] as Handler<MachineEvent["type"]> | undefined;
  return handler?.(machine, event, random) ?? stay(machine);
}

const LIVE: readonly StateName[] = ["live", "checking", "overtaken"];
/** Nothing arrives, and nothing is to. */
const OVER: readonly StateName[] = ["closed", "signed-out", "asking-again"];
/** No list has to be asked: the stream brings everything, or nothing is to come. */
const SETTLED: readonly StateName[] = [...LIVE, ...OVER, "proving"];
const WITHOUT_STREAM: readonly StateName[] = [...OVER, "asking-why", "waiting"];

/** Into a state, with all that belongs to it: its limit, its stream, its question. */
function to(before: Machine, state: StateName, limitMs = LIMITS[state] ?? null): Step {
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

function stay(machine: Machine, ...effects: readonly Effect[]): Step {
  return { machine, effects };
}

function also({ machine, effects }: Step, ...more: readonly Effect[]): Step {
  return { machine, effects: [...effects, ...more] };
}

/** Asks the list whether it knows more than the stream has brought. */
function checks(machine: Machine): Step {
  return also(to(machine, "checking"), "ask-list");
}

/** The stream was lost, and is tried again after a while. */
function waits(machine: Machine, retryAfterMs: number, random: () => number): Step {
  const { failures } = machine;
  const isSteady = machine.isSteady && failures === 0;
  return to({ ...machine, failures: failures + 1, isSteady }, "waiting", backoff(failures, retryAfterMs, random));
}

/** The list is polled from now on, unless it already is. */
function polls(step: Step, milliseconds: number): Step {
  if (step.machine.polling !== null) return step;
  const { machine, effects } = also(step, ["poll-due", milliseconds]);
  return { machine: { ...machine, polling: { answers: null, quiet: 0 } }, effects };
}

/** The polled list has answered, or not. */
function hears(
  machine: Machine,
  { answer, isAhead, retryAfterMs }: Extract<MachineEvent, { type: "listed" }>,
  random: () => number,
): Step {
  if (machine.polling === null) return stay(machine);
  const quiet = isAhead ? 0 : machine.polling.quiet + 1;
  const next = { ...machine, polling: { answers: answer === "ours", quiet } };
  const step = answer === "signed-out" && machine.state !== "asking-why" ? asksWhy(next) : stay(next);
  return also(step, ["poll-due", backoff(quiet, Math.max(POLL_MS, retryAfterMs), random)]);
}

export type LiveState =
  | "connecting"
  | "catching-up"
  | "live"
  | "polling"
  | "reconnecting"
  | "unreachable"
  | "offline"
  | "signed-out"
  | "closed";

/** What a person is told. `isFirst`: nothing has been heard of the feed yet. */
export function shownState(
  { state, failures, polling, isSteady }: Machine,
  isOnline: boolean,
  isFirst: boolean,
): LiveState {
  if (state === "closed") return state;
  if (OVER.includes(state)) return "signed-out";
  if (LIVE.includes(state) || (state === "proving" && polling === null)) return "live";
  if (!isOnline) return "offline";
  if (isSteady) return "live";
  if (polling && (polling.answers ?? state === "late")) return "polling";
  if (failures >= HOPELESS_FAILURES) return "unreachable";
  if (isFirst) return "connecting";
  return state === "catching-up" ? state : "reconnecting";
}
