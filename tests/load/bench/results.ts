import { existsSync, readFileSync, writeFileSync } from "node:fs";

import type { PageCost } from "@/tests/load/page-cost";

import type { Failure } from "./enter";
import type { Machine } from "./machine";
import { picture } from "./picture";
import type { Plan } from "./plan";
import type { Row } from "./row";
import type { Target } from "./targets";

/** One run, with what it takes to understand it. */
export interface Results {
  /** ISO 8601. */
  date: string;
  /** How long it took. */
  seconds: number;
  machine: Machine;
  plan: Plan;
  rows: readonly Row[];
  targets: readonly Target[];
  failures: readonly Failure[];
  /** What was not as planned. */
  notes: readonly string[];
}

/** What the files hold: one run, and what `npm run bench:page` measured, each from when it was last run. */
interface Kept extends Results {
  page?: { date: string; costs: readonly PageCost[] };
}

const JSON_FILE = "tests/load/bench/results.json";
const PICTURE_FILE = "tests/load/bench/results.svg";

/** Writes a run down, for programs and as a picture in which `ours` stands out. */
export function keepResults(results: Results, ours: string): void {
  keep(results);
  writeFileSync(PICTURE_FILE, picture(results.rows, ours));
}

/** Adds what the page costs. */
export function keepPageCosts(costs: readonly PageCost[]): void {
  keep({ page: { date: new Date().toISOString(), costs } });
}

function keep(part: Partial<Kept>): void {
  const before: unknown = existsSync(JSON_FILE) ? JSON.parse(readFileSync(JSON_FILE, "utf8")) : {};
  writeFileSync(JSON_FILE, `${JSON.stringify({ ...(before as Partial<Kept>), ...part }, null, 2)}\n`);
}
