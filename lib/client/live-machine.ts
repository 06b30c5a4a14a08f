import { HEARTBEAT_MS } from "@/lib/protocol";

import { backoff, MAX_WAIT_MS } from "./backoff";

/** An EventSource opens, or is refused, within this time. */
const OPENING_MS = 10_000;
/** A catch-up that brings nothing for this long is dead. */
const CATCH_UP_SILENCE_MS = 15_000;
/** A catch-up that takes longer may be held back on its way. */
const PROMPT_MS = 5_000;
/** The server pings one to two seconds after the sync. A stream that does not bring that ping in time, holds back. */
const PROOF_MS = 3_500;
/** A ping that comes together with the sync was held back. */
const APART_MS = 400;
/** Silence this long means that the connection is dead, whatever the browser believes. */
const SILENCE_MS = 2.5 * HEARTBEAT_MS;
/** A list that does not answer a wake-up by then says that the connection is lost. */
const CHECK_MS = 2_000;
/** The stream brings what the list knows by then, or never. */
const GRACE_MS = 1_000;
/** A question is answered by then, or counts as not answered. */
const QUESTION_MS = 8_000;
/** A late stream is replaced after this time, twice as long each time. */
const LATE_MS = 5_000;
/** The list is asked this often while something changes, and up to ten times more seldom while nothing does. */
const POLL_MS = 3_000;
/** A new stream gets this head start before the list is asked: it brings more than a count. */
const HEAD_START_MS = 1_000;
/** A page stays "live" for so long while its stream is replaced. */
const STEADY_MS = 2_000;
/** The list is asked when no stream has been live for so long. */
const OVERDUE_MS = 5_000;

/** Where the connection is. Every state but `closed` has a time limit, and so a way out. */
export type StateName = State["name"];
type State =
  | { name: "closed" }
  /** A stream is asked for. */
  | { name: "opening" }
  /** It was answered. What was missed comes, until a sync. */
  | { name: "catching-up" }
  /** The sync is there. The first ping shows whether the stream is punctual. */
  | { name: "proving" }
  | { name: "live" }
  /** Live, but the list is asked whether it knows more: up to `awaits`, once it has answered. */
  | { name: "checking"; awaits: number | null }
  /** The stream brings things too late. The list is polled, and a new stream is tried after a while. */
  | { name: "late" }
  /** The stream was refused, which does not say why. The same address is asked. */
  | { name: "asking-why" }
  /** Nothing is open until the next attempt. */
  | { name: "waiting"; milliseconds: number }
  /** The server says that the session is over. */
  | { name: "signed-out" }
  /** It is asked whether that is still so. */
  | { name: "asking-again" };

export interface Machine {
  readonly state: State;
  /** Streams in a row that did not last. */
  readonly failures: number;
  /** Streams in a row that were late. */
  readonly lateStreams: number;
  /** While the list is polled: whether it answers (null: not known yet), and how often in a row it had nothing new. */
  readonly polling: { readonly answers: boolean | null; readonly quiet: number } | null;
  /** Still shown as live: the stream is being replaced. */
  readonly isSteady: boolean;
  readonly hasBeenLive: boolean;
}

/** Who answered a question, and what it means. */
export type Answer =
  /** Our server, as it should. */
  | "ours"
  /** Our server, that it cannot do so now. */
  | "refused"
  /** Somebody on the way. */
  | "foreign"
  | "signed-out"
  /** Nobody. */
  | "none";

export type MachineEvent =
  | { type: "open"; isFirst: boolean; isSteady: boolean }
  | { type: "close" }
  /** Of the stream. */
  | { type: "opened" }
  | { type: "synced"; afterMs: number }
  | { type: "heard"; position: number }
  | { type: "pinged"; afterSyncMs: number }
  | { type: "ended" }
  /** Of the two questions. */
  | { type: "answered"; answer: Answer; retryAfterMs: number }
  | { type: "listed"; answer: Answer; retryAfterMs: number; position: number; isAhead: boolean }
  /** Of the three alarms. */
  | { type: "timed-out" }
  | { type: "poll-due" }
  | { type: "overdue" }
  | { type: "unsteady" }
  /** Of the browser: it was away, somebody looks, the network. */
  | { type: "woke"; isFresh: boolean }
  | { type: "looked" }
  | { type: "online" }
  | { type: "offline" }
  /** Of other requests: one was answered 401, one was answered at a position that the stream has not come to. */
  | { type: "doubted" }
  | { type: "overtaken"; position: number };

export type Alarm = "timed-out" | "poll-due" | "overdue" | "unsteady";

export type Effect =
  | { type: "open-stream" }
  | { type: "close-stream" }
  | { type: "ask-stream" }
  | { type: "ask-list"; timeoutMs: number }
  /** Null calls it off. */
  | { type: "set-alarm"; alarm: Alarm; milliseconds: number | null };

export interface Step {
  machine: Machine;
  effects: Effect[];
}

export const CLOSED: Machine = {
  state: { name: "closed" },
  failures: 0,
  lateStreams: 0,
  polling: null,
  isSteady: false,
  hasBeenLive: false,
};

type Handler<Type> = (machine: Machine, event: Extract<MachineEvent, { type: Type }>, random: () => number) => Step;
/** `undefined` is for what has no meaning in a state. */
type Handlers = { readonly [Type in MachineEvent["type"]]?: Handler<Type> | undefined };

const opens = (machine: Machine): Step => to(machine, { name: "opening" });
const opensAfresh = (machine: Machine): Step => opens({ ...machine, failures: 0 });
/** The stream is replaced, and there is no reason to believe that it was not live. */
const renews = (machine: Machine): Step => opens({ ...machine, isSteady: true });
const fails = (machine: Machine, _event: MachineEvent, random: () => number): Step => waits(machine, 0, random);
const asksWhy = (machine: Machine): Step => to(machine, { name: "asking-why" });
const asksAgain = (machine: Machine): Step => to(machine, { name: "asking-again" });
const isLive = (machine: Machine): Step => to({ ...machine, polling: null }, { name: "live" });
const isLate = (machine: Machine): Step =>
  polls(to({ ...machine, lateStreams: machine.lateStreams + 1 }, { name: "late" }), 0);

/** What happens in a state that does not say otherwise. */
const BY_DEFAULT: Handlers = {
  close: (machine) => to(machine, { name: "closed" }),
  listed: (machine, event, random) => hears(machine, event, random),
  "poll-due": (machine) => stay(machine, { type: "ask-list", timeoutMs: QUESTION_MS }),
  overdue: (machine) => polls(stay(machine), 0),
  unsteady: (machine) => stay({ ...machine, isSteady: false }),
  offline: (machine, event, random) => fails({ ...machine, isSteady: false }, event, random),
  online: opensAfresh,
  doubted: opens,
};

/** The one place that says what leads where. */
export const TRANSITIONS: { readonly [Name in StateName]: Handlers } = {
  closed: {
    open: (_machine, { isFirst, isSteady }) => opens({ ...CLOSED, isSteady, hasBeenLive: !isFirst }),
  },
  opening: {
    ...BY_DEFAULT,
    opened: (machine) => to(machine, { name: "catching-up" }),
    ended: asksWhy,
    "timed-out": fails,
    doubted: undefined,
  },
  "catching-up": {
    ...BY_DEFAULT,
    heard: (machine) => stay(machine, limit(CATCH_UP_SILENCE_MS)),
    pinged: (machine) => stay(machine, limit(CATCH_UP_SILENCE_MS)),
    synced: (machine, { afterMs }) =>
      afterMs > PROMPT_MS ? isLate(machine) : to({ ...machine, hasBeenLive: true }, { name: "proving" }),
    ended: fails,
    "timed-out": fails,
  },
  proving: {
    ...BY_DEFAULT,
    pinged: (machine, { afterSyncMs }) =>
      afterSyncMs < APART_MS ? isLate(machine) : isLive({ ...machine, lateStreams: 0 }),
    ended: fails,
    "timed-out": isLate,
    woke: (machine, { isFresh }) => (isFresh ? stay(machine) : opens(machine)),
  },
  live: {
    ...BY_DEFAULT,
    heard: (machine) => stay(machine, limit(SILENCE_MS)),
    // A stream that lasts to its second ping is a good one.
    pinged: (machine) => stay({ ...machine, failures: 0 }, limit(SILENCE_MS)),
    ended: (machine, event, random) => fails({ ...machine, isSteady: true }, event, random),
    "timed-out": opens,
    woke: (machine, { isFresh }) => (isFresh ? checks(machine) : opens(machine)),
    online: renews,
    doubted: renews,
    overtaken: (machine, { position }) => to(machine, { name: "checking", awaits: position }),
  },
  checking: {
    ...BY_DEFAULT,
    heard: (machine, { position }) => (position >= awaitedBy(machine) ? isLive(machine) : stay(machine)),
    listed: (machine, { answer, isAhead, position }) => {
      if (answer === "signed-out") return renews(machine);
      if (answer === "none") return opensAfresh(machine);
      return isAhead ? to(machine, { name: "checking", awaits: position }) : isLive(machine);
    },
    ended: (machine, event, random) => fails({ ...machine, isSteady: true }, event, random),
    "timed-out": opensAfresh,
    online: renews,
    doubted: renews,
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
      if (answer === "signed-out") return to(machine, { name: "signed-out" });
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
      answer === "ours" || answer === "refused" ? opensAfresh(machine) : to(machine, { name: "signed-out" }),
    "timed-out": (machine) => to(machine, { name: "signed-out" }),
  },
};

/** The next state, and what to do. Nothing happens by itself here: alarms, requests and the stream are effects. */
export function step(machine: Machine, event: MachineEvent, random: () => number): Step {
  const handler = TRANSITIONS[machine.state.name][event.type] as Handler<MachineEvent["type"]> | undefined;
  return handler?.(machine, event, random) ?? stay(machine);
}

/** How long a state lasts at most, in milliseconds. */
export function timeLimit({ state, lateStreams }: Machine): number | null {
  switch (state.name) {
    case "closed":
      return null;
    case "opening":
      return OPENING_MS;
    case "catching-up":
      return CATCH_UP_SILENCE_MS;
    case "proving":
      return PROOF_MS;
    case "live":
      return SILENCE_MS;
    case "checking":
      return state.awaits === null ? CHECK_MS : GRACE_MS;
    case "late":
      return Math.min(MAX_WAIT_MS, LATE_MS * 2 ** (lateStreams - 1));
    case "asking-why":
    case "asking-again":
      return QUESTION_MS;
    case "waiting":
      return state.milliseconds;
    case "signed-out":
      return MAX_WAIT_MS;
  }
}

const WITH_STREAM: ReadonlySet<StateName> = new Set(["opening", "catching-up", "proving", "live", "checking", "late"]);
/** Nothing has to be done for a person to be up to date. */
const SETTLED: ReadonlySet<StateName> = new Set(["proving", "live", "checking"]);
/** Nothing arrives, and nothing is to. */
const OVER: ReadonlySet<StateName> = new Set(["closed", "signed-out", "asking-again"]);

/** Into a state, with all that belongs to it: its stream, its question, its alarms. */
function to(before: Machine, state: State): Step {
  const { name } = state;
  const isRestful = SETTLED.has(name) || OVER.has(name);
  const polling = OVER.has(name) ? null : before.polling;
  const machine = { ...before, state, polling, isSteady: before.isSteady && !isRestful };
  const effects: Effect[] = [alarm("timed-out", timeLimit(machine))];
  if (isRestful) effects.push(alarm("overdue", null), alarm("unsteady", null));
  else if (SETTLED.has(before.state.name) || OVER.has(before.state.name))
    effects.push(alarm("overdue", OVERDUE_MS), alarm("unsteady", STEADY_MS));
  if (polling === null) effects.push(alarm("poll-due", null));
  else if (name === "opening") effects.push(alarm("poll-due", HEAD_START_MS));
  if (name === "opening") effects.push({ type: "open-stream" });
  else if (!WITH_STREAM.has(name)) effects.push({ type: "close-stream" });
  if (name === "asking-why" || name === "asking-again") effects.push({ type: "ask-stream" });
  return { machine, effects };
}

function stay(machine: Machine, ...effects: Effect[]): Step {
  return { machine, effects };
}

function alarm(name: Alarm, milliseconds: number | null): Effect {
  return { type: "set-alarm", alarm: name, milliseconds };
}

function limit(milliseconds: number): Effect {
  return alarm("timed-out", milliseconds);
}

/** Asks the list whether it knows more than the stream has brought. */
function checks(machine: Machine): Step {
  const step = to(machine, { name: "checking", awaits: null });
  step.effects.push({ type: "ask-list", timeoutMs: CHECK_MS });
  return step;
}

function awaitedBy({ state }: Machine): number {
  return state.name === "checking" && state.awaits !== null ? state.awaits : Infinity;
}

/** The stream was lost, and is tried again after a while. */
function waits(machine: Machine, retryAfterMs: number, random: () => number): Step {
  const { failures } = machine;
  const milliseconds = backoff(failures, retryAfterMs, random);
  const isSteady = machine.isSteady && failures === 0;
  return to({ ...machine, failures: failures + 1, isSteady }, { name: "waiting", milliseconds });
}

/** The list is polled from now on, unless it already is. */
function polls({ machine, effects }: Step, milliseconds: number): Step {
  if (machine.polling !== null) return { machine, effects };
  return {
    machine: { ...machine, polling: { answers: null, quiet: 0 } },
    effects: [...effects, alarm("poll-due", milliseconds)],
  };
}

/** The polled list has answered, or not. */
function hears(machine: Machine, event: Extract<MachineEvent, { type: "listed" }>, random: () => number): Step {
  if (machine.polling === null) return stay(machine);
  const { answer, isAhead, retryAfterMs } = event;
  const quiet = isAhead ? 0 : machine.polling.quiet + 1;
  const next = { ...machine, polling: { answers: answer === "ours", quiet } };
  const isDoubtful = answer === "signed-out" && machine.state.name !== "asking-why";
  const step = isDoubtful ? asksWhy(next) : stay(next);
  step.effects.push(alarm("poll-due", backoff(quiet, Math.max(POLL_MS, retryAfterMs), random)));
  return step;
}

export type LiveState =
  | "connecting"
  | "catching-up"
  | "live"
  | "polling"
  | "reconnecting"
  | "offline"
  | "signed-out"
  | "closed";

/** What a person is told. */
export function shownState({ state, polling, isSteady, hasBeenLive }: Machine, isOnline: boolean): LiveState {
  switch (state.name) {
    case "closed":
      return "closed";
    case "signed-out":
    case "asking-again":
      return "signed-out";
    case "live":
    case "checking":
      return "live";
    case "proving":
      if (polling === null) return "live";
      break;
    default:
  }
  if (!isOnline) return "offline";
  if (isSteady) return "live";
  if (polling?.answers || (state.name === "late" && polling?.answers === null)) return "polling";
  if (!hasBeenLive) return "connecting";
  return state.name === "catching-up" ? "catching-up" : "reconnecting";
}
