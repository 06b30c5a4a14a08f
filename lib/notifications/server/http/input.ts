import * as z from "zod/mini";

import { ProblemError } from "../../problem";

const MAX_BODY_BYTES = 1024 * 1024;
/** A body up to this size is read and discarded: a client that is cut off while sending may never see the answer. */
const MAX_DISCARDED_BYTES = 2 * MAX_BODY_BYTES;

/** Validates `input`. Throws `invalid-request`, which names every invalid field. */
export function parse<Schema extends z.core.$ZodType>(
  schema: Schema,
  input: unknown,
  detail: string,
): z.output<Schema> {
  const result = z.safeParse(schema, input, { reportInput: true });
  if (result.success) return result.data;
  throw new ProblemError("invalid-request", { detail, errors: result.error.issues.flatMap(fieldErrors) });
}

/** Validates a query string. A parameter given twice is invalid. */
export function parseQuery<Schema extends z.core.$ZodType>(schema: Schema, query: URLSearchParams): z.output<Schema> {
  const names = new Set(query.keys());
  const input = Object.fromEntries(
    Array.from(names, (name) => [name, query.getAll(name).length === 1 ? query.get(name) : query.getAll(name)]),
  );
  return parse(schema, input, "The query does not have the expected form.");
}

function fieldErrors(issue: z.core.$ZodIssue): { path: string; message: string }[] {
  const path = issue.path.join(".");
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: [...issue.path, key].join("."), message: "is not a known field" }));
  if (issue.code === "invalid_type") return [{ path, message: wrongType(issue) }];
  return [{ path, message: issue.message }];
}

function wrongType({ expected, input }: z.core.$ZodIssueInvalidType): string {
  if (input === undefined) return "is required";
  const received = input === null ? "null" : article(Array.isArray(input) ? "array" : typeof input);
  return `must be ${article(expected)}, not ${received}`;
}

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);

/**
 * Reads and validates a JSON body. Throws `unsupported-media-type`, `invalid-request`, or `body-too-large`, the latter while
 * reading, so that a large body is never in memory.
 */
export async function readJson<Schema extends z.core.$ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? ""))
    throw new ProblemError("unsupported-media-type", { detail: "Send JSON, with Content-Type: application/json." });
  if (!/^(identity)?$/i.test(request.headers.get("content-encoding") ?? ""))
    throw new ProblemError("unsupported-media-type", { detail: "Send the body uncompressed." });

  const text = await readText(request);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw invalidBody("is not valid JSON");
  }
  return parse(schema, body, "The body does not have the expected form.");
}

async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get("content-length")) > MAX_DISCARDED_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      if (size > MAX_DISCARDED_BYTES) throw tooLarge();
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    // The client broke off, which is no error of this server.
    throw invalidBody("was cut short");
  }
  if (size > MAX_BODY_BYTES) throw tooLarge();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw invalidBody("is not valid UTF-8");
  }
}

function tooLarge(): ProblemError {
  return new ProblemError("body-too-large", { detail: "A body may have 1 MiB at most." });
}

function invalidBody(message: string): ProblemError {
  return new ProblemError("invalid-request", { detail: `The body ${message}.`, errors: [{ path: "", message }] });
}
