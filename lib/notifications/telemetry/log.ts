import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";

import { trace } from "@opentelemetry/api";
import { pino, type Logger, type LoggerOptions } from "pino";

/** From the most lines to the fewest. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"];

/** The header by which a proxy names a request. Every answer repeats it. */
export const REQUEST_ID_HEADER = "X-Request-Id";

let logger: Logger | undefined;
const requestIds = new AsyncLocalStorage<string>();

/**
 * The log of the server: one JSON object a line on standard output, in development the bare text. Each line has a
 * lasting `event` and a `msg` for people. Nothing about a person goes in: no message, name, user id or address.
 */
export function log(): Logger {
  return (logger ??= isProduction() ? pino(OPTIONS) : pino(OPTIONS, PLAIN_TEXT));
}

/** The proxy's name for the request if it can stand in a log, otherwise a new one. */
export function requestIdOf(given: string): string {
  return /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : randomUUID();
}

/** Runs `work` so that every line it logs names the request. */
export function withRequestId<Result>(id: string, work: () => Result): Result {
  return requestIds.run(id, work);
}

/** Read here and not in env.ts, so that errors in the configuration can be logged. */
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
  mixin: () => ({ request_id: requestIds.getStore(), trace_id: trace.getActiveSpan()?.spanContext().traceId }),
  serializers: { err: errorFields },
};

/** Their messages are about code. Other errors quote their input, and drivers add values of rows in more fields. */
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
