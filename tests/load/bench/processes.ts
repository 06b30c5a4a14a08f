import { readFileSync } from "node:fs";

import { sum } from "./statistics";

/** Of Linux: what /proc counts in. */
const TICKS_PER_SECOND = 100;

/** Places in /proc/<pid>/stat, counted from behind the program's name. */
const OWN_TIMES = [11, 12];
const TIMES_OF_ENDED_CHILDREN = [13, 14];

/** User and system time of these processes so far. */
export function cpuSeconds(pids: readonly number[]): number {
  return sum(pids.map((pid) => secondsOf(pid, OWN_TIMES)));
}

/** The same of a process and all that it has started and starts, ended ones included. */
export function cpuSecondsOfTree(pid: number): number {
  const children = contents(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
  return secondsOf(pid, [...OWN_TIMES, ...TIMES_OF_ENDED_CHILDREN]) + cpuSeconds(children);
}

/** Resident memory of these processes. */
export function residentBytes(pids: readonly number[]): number {
  return sum(
    pids.map((pid) => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024),
  );
}

/** How many files, sockets among them, a process may have open here. */
export function descriptorLimit(): number {
  const hard = /^Max open files\s+\S+\s+(\d+|unlimited)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
  return hard === undefined || hard === "unlimited" ? Number.POSITIVE_INFINITY : Number(hard);
}

function secondsOf(pid: number, fields: readonly number[]): number {
  const values = contents(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ") ?? [];
  return sum(fields.map((field) => Number(values[field] ?? 0))) / TICKS_PER_SECOND;
}

/** Empty when the process has ended meanwhile. */
function contents(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
