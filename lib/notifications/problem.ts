import type { Problem } from "./contract";

/** All problems of all requests, with their status and title. */
export const PROBLEMS = {
  "invalid-request": { status: 400, title: "The request is not valid" },
  unauthorized: { status: 401, title: "Sign-in needed" },
  forbidden: { status: 403, title: "Not allowed" },
  "insufficient-scope": { status: 403, title: "The key lacks a scope" },
  "not-found": { status: 404, title: "Not found" },
  "method-not-allowed": { status: 405, title: "Method not allowed" },
  "key-reused": { status: 409, title: "Idempotency key used before for another request" },
  "body-too-large": { status: 413, title: "Body too large" },
  "unsupported-media-type": { status: 415, title: "Unsupported media type" },
  "unknown-users": { status: 422, title: "Unknown users" },
  "too-many-streams": { status: 429, title: "Too many streams" },
  "rate-limited": { status: 429, title: "Too many notifications" },
  internal: { status: 500, title: "Something went wrong" },
  unavailable: { status: 503, title: "Not available right now" },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;
export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];
type FieldErrors = NonNullable<Problem["errors"]>;

interface ProblemOptions {
  /** What went wrong this time, for people. Never driver text. */
  detail: string;
  errors?: FieldErrors;
  headers?: Record<string, string>;
}

/** Thrown anywhere below a route, which answers with it. */
export class ProblemError extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly options: ProblemOptions,
  ) {
    super(options.detail);
    this.name = "ProblemError";
  }
}

/** The `type` by which programs recognise a problem. */
export function problemType(code: ProblemCode): string {
  return `urn:problem-type:notifications:${code}`;
}

/** RFC 9457 `application/problem+json`. */
export function problemResponse({ code, options }: ProblemError): Response {
  const { status, title } = PROBLEMS[code];
  const body: Problem = {
    type: problemType(code),
    title,
    status,
    detail: options.detail,
    ...(options.errors && { errors: options.errors }),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/problem+json", ...options.headers },
  });
}

/** 503: something that the request needs is unavailable for a moment. */
export function unavailable(detail: string, retryAfterSeconds = 1): ProblemError {
  return new ProblemError("unavailable", { detail, headers: { "Retry-After": String(retryAfterSeconds) } });
}

/** 401: the caller is unknown. */
export function unauthorized(detail: string): ProblemError {
  return new ProblemError("unauthorized", { detail, headers: { "WWW-Authenticate": "Bearer" } });
}
