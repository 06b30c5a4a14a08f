import {
  type Alarm,
  CLOSED,
  type Effect,
  type Machine,
  type MachineEvent,
} from "@/lib/notifications/client/connection/reconnect-machine";
import { step } from "@/lib/notifications/client/connection/reconnect-rules";
import type { Answer } from "@/lib/notifications/client/requests/ask";
import { retryAfterMs } from "@/lib/notifications/client/requests/backoff";

/** What becomes of a stream that is opened. */
export type StreamFate =
  | "good"
  | "refused"
  | "never answered"
  | "cut before its sync"
  | "cut after its sync"
  | "cut after its first ping"
  | "mute after its sync"
  | "held back, each chunk until the next"
  | "flushed every ten seconds"
  | "slow";

/** How the outside world is. */
export interface Weather {
  stream: StreamFate;
  /** Of HEAD of the stream; null is never. */
  answer: Answer | null;
  /** Of HEAD of the list; it always ends, by its time limit. */
  list: Answer;
  isAhead: boolean;
  retryAfter: string;
}

export const FAIR: Weather = { stream: "good", answer: "ours", list: "ours", isAhead: false, retryAfter: "" };

const HEARTBEAT_MS = 15_000;
const QUESTION_MS = 8_000;
/** One minute of requests, whatever happens outside. */
const MINUTE_MS = 60_000;

type Scheduled = { at: number; stream: number | null; event: MachineEvent };

/** Runs the machine as the adapter does, in a time of its own, and looks at every step whether it may be so. */
export class MachineWorld {
  machine: Machine = CLOSED;
  weather: Weather = FAIR;
  now = 0;
  /** When requests were made: of a stream, and of the two questions. */
  readonly requests: number[] = [];
  readonly #alarms = new Map<Alarm, number>();
  #scheduled: Scheduled[] = [];
  #stream = 0;
  #isStreamOpen = false;
  #isListAsked = false;

  constructor(readonly random: () => number) {}

  send(event: MachineEvent): void {
    const { machine, effects } = step(this.machine, event, this.random);
    this.machine = machine;
    for (const effect of effects) this.#perform(effect);
    this.#expectSound(effects);
  }

  /** Nothing happens but what the outside world and the alarms do. */
  pass(milliseconds: number): void {
    const end = this.now + milliseconds;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.now = Math.max(this.now, next.at);
      next.run();
    }
    this.now = end;
  }

  /** Most requests in any minute so far. */
  get mostRequestsInAMinute(): number {
    const { requests } = this;
    return Math.max(0, ...requests.map((at) => requests.filter((t) => t >= at && t < at + MINUTE_MS).length));
  }

  #next(end: number): { at: number; run: () => void } | null {
    const alarms = [...this.#alarms].map(([alarm, at]) => ({
      at,
      run: () => {
        this.#alarms.delete(alarm);
        this.send({ type: alarm });
      },
    }));
    const events = this.#scheduled.map((scheduled) => ({
      at: scheduled.at,
      run: () => {
        this.#scheduled = this.#scheduled.filter((other) => other !== scheduled);
        if (scheduled.event.type === "listed") this.#isListAsked = false;
        if (scheduled.stream === null || scheduled.stream === this.#stream) this.send(scheduled.event);
      },
    }));
    const [first] = [...events, ...alarms].filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at);
    return first ?? null;
  }

  #perform(effect: Effect): void {
    switch (effect) {
      case "open-stream":
        this.requests.push(this.now);
        this.#stream++;
        this.#isStreamOpen = true;
        this.#openStream();
        return;
      case "close-stream":
        this.#stream++;
        this.#isStreamOpen = false;
        return;
      case "ask-stream": {
        this.requests.push(this.now);
        const { answer, retryAfter } = this.weather;
        if (answer === null) return;
        const event = { type: "answered" as const, answer, retryAfterMs: waitAsked(retryAfter) };
        this.#scheduled.push({ at: this.now + 50, stream: this.#stream, event });
        return;
      }
      case "ask-list": {
        if (this.#isListAsked) return;
        this.requests.push(this.now);
        this.#isListAsked = true;
        const { list: answer, isAhead, retryAfter } = this.weather;
        const event = { type: "listed" as const, answer, isAhead, retryAfterMs: waitAsked(retryAfter) };
        this.#scheduled.push({ at: this.now + (answer === "none" ? QUESTION_MS : 50), stream: null, event });
        return;
      }
      default: {
        const [alarm, milliseconds] = effect;
        if (milliseconds === null) this.#alarms.delete(alarm);
        else {
          this.#expectWait(milliseconds);
          this.#alarms.set(alarm, this.now + milliseconds);
        }
      }
    }
  }

  #openStream(): void {
    const at = (milliseconds: number, event: MachineEvent): void =>
      void this.#scheduled.push({ at: this.now + milliseconds, stream: this.#stream, event });
    const ping = (milliseconds: number, afterSyncMs: number): void => at(milliseconds, { type: "pinged", afterSyncMs });
    const synced = (milliseconds: number): void => at(milliseconds, { type: "synced", afterMs: milliseconds - 40 });
    const { stream } = this.weather;
    if (stream === "refused") return at(40, { type: "ended" });
    if (stream === "never answered") return;
    at(40, { type: "opened" });
    switch (stream) {
      case "cut before its sync":
        return at(60, { type: "ended" });
      case "cut after its sync":
        synced(60);
        return at(70, { type: "ended" });
      case "cut after its first ping":
        synced(60);
        ping(1_500, 1_440);
        return at(1_600, { type: "ended" });
      case "mute after its sync":
        return synced(60);
      case "slow":
        synced(9_000);
        return ping(10_500, 1_500);
      case "held back, each chunk until the next":
        synced(1_500);
        for (let beat = 1; beat < 40; beat++) ping(beat * HEARTBEAT_MS, beat * HEARTBEAT_MS - 1_500);
        return;
      case "flushed every ten seconds":
        synced(4_000);
        ping(4_000, 0);
        for (let beat = 1; beat < 40; beat++) ping(4_000 + beat * 20_000, beat * 20_000);
        return;
      case "good":
        synced(60);
        ping(1_500, 1_440);
        for (let beat = 1; beat < 40; beat++) ping(beat * HEARTBEAT_MS, beat * HEARTBEAT_MS - 60);
        at(600_000, { type: "ended" });
    }
  }

  #expectWait(milliseconds: number): void {
    if (!(milliseconds >= 0 && milliseconds <= MINUTE_MS)) throw new Error(`a wait of ${milliseconds} ms`);
  }

  #expectSound(effects: readonly Effect[]): void {
    const { state, polling } = this.machine;
    if (effects.includes("open-stream") && state !== "opening") throw new Error(`${state} opens a stream`);
    const hasNoStream = ["closed", "asking-why", "waiting", "signed-out", "asking-again"].includes(state);
    if (effects.includes("close-stream") && !hasNoStream) throw new Error(`${state} closes its stream`);
    if (hasNoStream && this.#isStreamOpen) throw new Error(`${state} leaves a stream open`);
    if (state === "closed") {
      if (this.#alarms.size > 0) throw new Error(`closed, with alarms set: ${[...this.#alarms.keys()].join()}`);
      return;
    }
    if (!this.#alarms.has("timed-out")) throw new Error(`${state} has no time limit`);
    const isPolled = this.#alarms.has("poll-due") || this.#isListAsked;
    if (polling !== null && !isPolled) throw new Error(`${state} polls and will never ask`);
    if (polling === null && this.#alarms.has("poll-due")) throw new Error(`${state} asks and does not poll`);
    const isLiveUnproven = ["live", "checking", "overtaken"].includes(state) && polling !== null;
    if (isLiveUnproven) throw new Error(`${state}, and polls`);
  }
}

function waitAsked(header: string): number {
  return retryAfterMs(new Headers({ "Retry-After": header }));
}
