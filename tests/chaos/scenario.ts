import type postgres from "postgres";

import type { Load, LoadOptions } from "./load";
import type { Random } from "./random";
import type { Stage, StageOptions } from "./stage";

/** What a scenario works with while devices are connected and load flows. */
export interface Act {
  stage: Stage;
  load: Load;
  sql: postgres.Sql;
  /** Depends on the seed and the scenario alone. */
  random: Random;
  /** The short form: everything is smaller, nothing is left out. */
  short: boolean;
  /** How long the random scenario lasts. */
  randomSeconds: number;
  /** Lets load flow this long; a fifth of it in the short form, but most of a second at least. */
  flow(seconds: number): Promise<void>;
  /** Writes what is done into the timeline, which is shown when the scenario fails. */
  log(text: string): void;
  /** A finding for the table. */
  note(text: string): void;
  /** Something that must not be; the scenario has failed. */
  problem(text: string): void;
}

/** A fault, or several, while notifications flow. What it breaks is healed afterwards, and every id is counted. */
export interface Scenario {
  /** For the table. */
  name: string;
  /** Whether a stream that stays connected gets every event in under two seconds all the while. */
  withinTwoSeconds: boolean;
  /** Asked for when the scenario begins. */
  stage?(): StageOptions;
  load?: LoadOptions;
  run(act: Act): Promise<void>;
}
