import { readFileSync, writeFileSync } from "node:fs";

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
}

const JSON_FILE = "tests/load/bench/results.json";
const PICTURE_FILE = "tests/load/bench/results.svg";

/** Writes them for people and for programs. Rows of the page's cost, which another command measures, stay. */
export function keepResults(results: Results, ours: string): void {
  const page = readRows().filter(({ workload }) => workload === "page");
  const all = { ...results, rows: [...results.rows, ...page] };
  writeFileSync(JSON_FILE, `${JSON.stringify(all, null, 2)}\n`);
  writeFileSync(PICTURE_FILE, picture(results.rows, ours));
}

function readRows(): readonly Row[] {
  try {
    return (JSON.parse(readFileSync(JSON_FILE, "utf8")) as Results).rows;
  } catch {
    return [];
  }
}
