import { pino, type Logger } from "pino";

import { env } from "@/lib/env";

let logger: Logger | undefined;

/** One JSON object a line, on standard output. Nothing about a person goes in: no message, name, user id or address. */
export function log(): Logger {
  return (logger ??= pino({ level: env().logLevel, base: null }));
}
