import type { Protocol } from "@/tests/load/bench/contender";

import type { Arrival } from "./client";

/** How connecting went. */
export interface Opened {
  /** For all of them. */
  milliseconds: number;
  /** Of the one that took longest. */
  slowest: number;
  /** Why, for each that did not succeed. */
  failures: string[];
}

/** What a crowd can be asked: each command with what it takes and what it answers. */
export interface Commands {
  /** More clients, which stay. They are numbered in this order, from 0 on. */
  join: { takes: { url: string; protocol: Protocol; tokens: readonly string[] }; answers: null };
  /** Connects all that are not connected, so many at a time, until they have caught up. */
  open: { takes: { atOnce: number }; answers: Opened };
  /** Ends every connection, and answers when all are closed. */
  drop: { takes: null; answers: null };
  /** Forgets all clients. */
  leave: { takes: null; answers: null };
  /** Waits until so many notifications have come in since the last `take`, for so long at most. */
  wait: { takes: { count: number; timeoutMs: number }; answers: null };
  /** Everything that came in since the last time, by client. */
  take: { takes: null; answers: Arrival[][] };
}

export type Command = { [Name in keyof Commands]: { name: Name; takes: Commands[Name]["takes"] } }[keyof Commands];

export type Answer = { answer: unknown } | { error: string };
