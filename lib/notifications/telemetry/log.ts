import { trace } from "@opentelemetry/api";
import { pino, type Logger, type LoggerOptions } from "pino";

import { currentRequestId } from "./request-id";

/** From the most to the least that is logged. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"];

let logger: Logger | undefined;

/**
 * The log of the server: one JSON object a line on standard output, in development the bare text. Each line has a
 * lasting `event` and a `msg` for people. Nothing about a person goes in: no message, name, user id or address.
 */
export function log(): Logger {
  return (logger ??= isProduction() ? pino(OPTIONS) : pino(OPTIONS, PLAIN_TEXT));
}

/** Read here, so that what is wrong with the rest of the configuration can be logged. */
function logLevel(): string {
  const level = process.env["LOG_LEVEL"] ?? "";
  return LOG_LEVELS.includes(level) ? level : "info";
}

function isProduction(): boolean {
  return process.env["NODE_ENV"] === "production";
}

const OPTIONS: LoggerOptions = {
  level: logLevel(),
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (level) => ({ level }) },
  mixin: () => ({ request_id: currentRequestId(), trace_id: trace.getActiveSpan()?.spanContext().traceId }),
  serializers: { err: errorFields },
};

/** What these say is about code. Others quote what they were given, and drivers put values of rows into more fields. */
const ABOUT_CODE = new Set(["TypeError", "ReferenceError", "RangeError"]);

function errorFields(error: unknown): { type: string; code?: unknown; message?: string; stack?: string | undefined } {
  if (!(error instanceof Error)) return { type: typeof error };
  return {
    type: error.name,
    ...("code" in error && { code: error.code }),
    ...(ABOUT_CODE.has(error.name) && { message: error.message }),
    stack: error.stack
      ?.split("\n")
      .filter((line) => /^ +at /.test(line))
      .join("\n"),
  };
}

const PLAIN_TEXT = {
  write(line: string) {
    const { msg, err } = JSON.parse(line) as { msg: string; err?: { stack?: string } };
    console.warn(err?.stack === undefined ? msg : `${msg}\n${err.stack}`);
  },
};
