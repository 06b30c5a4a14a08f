import { closeSync, openSync, readSync, statSync } from "node:fs";

/** What Postgres has to be told to log how long every statement takes in the server, without its text. */
export const LOG_SETTINGS = { log_duration: "on", log_line_prefix: "%d|%a|%p|%i|" };

/** The application name of the bench's own connections, which count for nobody. */
export const BENCH_APPLICATION = "bench";

const LINE = /^([^|\n]*)\|([^|\n]*)\|(\d+)\|([^|\n]*)\|LOG: {2}duration: ([\d.]+) ms$/gm;

/** A prepared statement is logged in these parts before the one that has the name of its command. */
const PREPARATIONS = new Set(["PARSE", "BIND"]);

/** Postgres' log as a source of times: Postgres' own, from having read a statement to having done it. */
export class StatementLog {
  constructor(private readonly file: string) {}

  /** Remembers this moment; what is returned gives the milliseconds of each statement on `database` since then. */
  mark(database: string): () => number[] {
    const start = statSync(this.file).size;
    return () => statementTimes(this.#read(start), database);
  }

  #read(start: number): string {
    const bytes = Buffer.alloc(statSync(this.file).size - start);
    const file = openSync(this.file, "r");
    const read = readSync(file, bytes, 0, bytes.length, start);
    closeSync(file);
    return bytes.toString("utf8", 0, read);
  }
}

/** Milliseconds of each statement of other applications on this database. */
export function statementTimes(log: string, database: string): number[] {
  const prepared = new Map<string, number>();
  const times: number[] = [];
  for (const [, on, application, pid = "", command = "", milliseconds] of log.matchAll(LINE)) {
    if (on !== database || application === BENCH_APPLICATION) continue;
    const total = (prepared.get(pid) ?? 0) + Number(milliseconds);
    if (PREPARATIONS.has(command)) prepared.set(pid, total);
    else {
      prepared.delete(pid);
      times.push(total);
    }
  }
  return times;
}
