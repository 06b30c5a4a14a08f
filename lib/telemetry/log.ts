import { pino } from "pino";

import { env } from "@/lib/env";

/** One JSON object a line, on standard output. Nothing about a person goes in: no message, name, user id or address. */
export const log = pino({ level: env().logLevel, base: null });
