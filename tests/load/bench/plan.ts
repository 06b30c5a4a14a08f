/** Events at a steady rate. */
export interface Rate {
  eventsPerSecond: number;
  eventsPerPost: number;
  seconds: number;
}

/** Requests of so many recipients each, so many of them under way at a time. */
export interface Requests {
  recipients: number;
  atOnce: number;
}

/** How much of everything a run does. */
export interface Plan {
  rounds: number;
  streams: number;
  /** Numbers of streams that our own growth is measured with. */
  growth: readonly number[];
  /** How many streams are opening at a time. */
  openingAtOnce: number;
  /** Streams opened, notified and closed before anything is measured. */
  warmUp: number;
  /** From the last stream's opening to the reading of memory; nothing happens meanwhile. */
  idleSeconds: number;
  batches: Rate;
  singles: Rate;
  /** How often everybody is notified at once. */
  broadcasts: number;
  /** How many come back at a time after all were dropped. */
  stormAtOnce: number;
  ingestSeconds: number;
  /** Users there are to notify through the internal route. */
  ingestUsers: number;
  ingest: readonly Requests[];
}

export const PLAN: Plan = {
  rounds: 3,
  streams: 5_000,
  growth: [1_000, 10_000, 20_000],
  openingAtOnce: 100,
  warmUp: 100,
  idleSeconds: 3,
  batches: { eventsPerSecond: 1_000, eventsPerPost: 50, seconds: 5 },
  singles: { eventsPerSecond: 200, eventsPerPost: 1, seconds: 3 },
  broadcasts: 3,
  // What fits into the queue of connections that Node asks the system for, 511: more would wait for a second there.
  stormAtOnce: 500,
  ingestSeconds: 1.5,
  ingestUsers: 40_000,
  ingest: [
    { recipients: 1, atOnce: 10 },
    { recipients: 100, atOnce: 10 },
    { recipients: 1_000, atOnce: 4 },
    { recipients: 10_000, atOnce: 2 },
  ],
};
