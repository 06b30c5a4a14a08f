import { backoff, MAX_WAIT_MS } from "../requests/backoff";
import {
  CLOSED,
  type Effect,
  enter,
  extend,
  type Machine,
  type MachineEvent,
  type StateName,
  stay,
  type Step,
  unsteady,
} from "./reconnect-machine";

/** A late stream is replaced after this time, twice as long each time. */
const LATE_MS = 5_000;
/** A catch-up that takes longer may be held back on its way. */
const PROMPT_MS = 5_000;
/** A ping that comes together with the sync was held back. */
const APART_MS = 400;
/** The list is polled this often while something changes, and down to a tenth as often while nothing does. */
const POLL_MS = 3_000;

type Handler<Type> = (machine: Machine, event: Extract<MachineEvent, { type: Type }>, random: () => number) => Step;
/** `undefined`: the event means nothing in this state, whatever the default. */
type Handlers = { readonly [Type in MachineEvent["type"]]?: Handler<Type> | undefined };

const opens = (machine: Machine): Step => enter(machine, "opening");
const opensAfresh = (machine: Machine): Step => opens({ ...machine, failures: 0 });
/** Replaces a stream that was live until now, as far as anybody knows. */
const renews = (machine: Machine): Step => opens({ ...machine, isSteady: true });
const fails = (machine: Machine, _event: MachineEvent, random: () => number): Step => waits(machine, 0, random);
const ends = (machine: Machine, _event: MachineEvent, random: () => number): Step =>
  waits({ ...machine, isSteady: true }, 0, random);
const asksWhy = (machine: Machine): Step => enter(machine, "asking-why");
const asksAgain = (machine: Machine): Step => enter(machine, "asking-again");
const becomesSignedOut = (machine: Machine): Step => enter(machine, "signed-out");
const becomesOvertaken = (machine: Machine): Step => enter(machine, "overtaken");
const becomesLive = (machine: Machine): Step => enter({ ...machine, polling: null }, "live");

const BY_DEFAULT: Handlers = {
  close: (machine) => enter(machine, "closed"),
  listed: (machine, event, random) => hears(machine, event, random),
  "poll-due": (machine) => stay(machine, "ask-list"),
  overdue: (machine) => (machine.isSteady ? unsteady(machine) : polls(stay(machine), 0)),
  offline: (machine, event, random) => fails({ ...machine, isSteady: false }, event, random),
  online: opensAfresh,
  doubted: opens,
};

const WHILE_LIVE: Handlers = { ...BY_DEFAULT, ended: ends, online: renews, doubted: renews };

/** When the stream is opened, given up and replaced: for each state, what each event leads to. */
const RULES: { readonly [Name in StateName]: Handlers } = {
  closed: {
    open: (_machine, { isSteady }) => opens({ ...CLOSED, isSteady }),
  },
  opening: {
    ...BY_DEFAULT,
    opened: (machine) => enter(machine, "catching-up"),
    ended: asksWhy,
    "timed-out": fails,
    doubted: undefined,
  },
  "catching-up": {
    ...BY_DEFAULT,
    heard: extend,
    pinged: extend,
    synced: (machine, { afterMs }) => (afterMs > PROMPT_MS ? becomesLate(machine) : enter(machine, "proving")),
    ended: fails,
    "timed-out": fails,
  },
  proving: {
    ...BY_DEFAULT,
    pinged: (machine, { afterSyncMs }) => (afterSyncMs < APART_MS ? becomesLate(machine) : becomesLive(machine)),
    ended: fails,
    "timed-out": becomesLate,
    woke: (machine, { isFresh }) => (isFresh ? stay(machine) : opens(machine)),
  },
  live: {
    ...WHILE_LIVE,
    heard: extend,
    // A stream that lasts to its second ping is a good one.
    pinged: (machine) => extend({ ...machine, failures: 0 }),
    "timed-out": opens,
    woke: (machine, { isFresh }) => (isFresh ? also(enter(machine, "checking"), "ask-list") : opens(machine)),
    overtaken: becomesOvertaken,
  },
  checking: {
    ...WHILE_LIVE,
    listed: (machine, { answer, isAhead }) => {
      if (answer === "none") return opensAfresh(machine);
      if (answer === "signed-out") return renews(machine);
      return isAhead ? becomesOvertaken(machine) : becomesLive(machine);
    },
    "timed-out": opensAfresh,
  },
  overtaken: {
    ...WHILE_LIVE,
    heard: (machine, { isCaughtUp }) => (isCaughtUp ? becomesLive(machine) : stay(machine)),
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
      if (answer === "signed-out") return becomesSignedOut(machine);
      const step = waits(machine, retryAfterMs, random);
      // Whoever is refused a stream gets the list at least.
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
      answer === "ours" || answer === "refused" ? opensAfresh(machine) : becomesSignedOut(machine),
    "timed-out": becomesSignedOut,
  },
};

/** Decides what an event leads to. Pure: alarms, requests and the stream are effects, for StreamConnection to perform. */
export function step(machine: Machine, event: MachineEvent, random: () => number): Step {
  const handler = RULES[machine.state][event.type] as Handler<MachineEvent["type"]> | undefined;
  return handler?.(machine, event, random) ?? stay(machine);
}

function also({ machine, effects }: Step, ...more: readonly Effect[]): Step {
  return { machine, effects: [...effects, ...more] };
}

/** The stream brings things too late. */
function becomesLate(machine: Machine): Step {
  const { failures } = machine;
  return polls(
    enter({ ...machine, failures: failures + 1 }, "late", Math.min(MAX_WAIT_MS, LATE_MS * 2 ** failures)),
    0,
  );
}

/** The stream was lost, and is tried again after a while. */
function waits(machine: Machine, retryAfterMs: number, random: () => number): Step {
  const { failures } = machine;
  // A second failure in a row is no coincidence.
  const isSteady = machine.isSteady && failures === 0;
  return enter({ ...machine, failures: failures + 1, isSteady }, "waiting", backoff(failures, retryAfterMs, random));
}

/** Polls the list from now on, unless it is polled already. */
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
