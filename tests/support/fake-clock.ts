import { execFileSync } from "node:child_process";

import { systemProgram } from "@/tests/support/programs/system-program";

const NAMES = ["LD_PRELOAD", "FAKETIME", "FAKETIME_DONT_FAKE_MONOTONIC"];

/** The environment in which a process sees the time of day shifted, "+300s" for one; its timers run as ever. */
export function fakeClock(offset: string): Record<string, string> {
  const program = systemProgram({
    names: ["faketime"],
    debianPackages: ["faketime"],
    advice: "apt-get install faketime, or brew install libfaketime",
  });
  const environment = execFileSync(program, ["--exclude-monotonic", "-m", "-f", offset, "env"], { encoding: "utf8" });
  const entries = environment.split("\n").map((line) => line.split(/=(.*)/s) as [string, string]);
  return Object.fromEntries(entries.filter(([name]) => NAMES.includes(name)));
}
