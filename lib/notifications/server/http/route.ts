import { withinAllowance } from "../../../../db/connection/deadline";
import { isConnectError } from "../../../../db/connection/session";
import { isUnavailable } from "../../../../db/connection/unavailable";
import { ProblemError, problemResponse, unavailable } from "../../problem";
import { log, REQUEST_ID_HEADER, requestIdOf, withRequestId } from "../../telemetry/log";
import { runtime } from "../runtime";

/** `Params` are the parts of the address that stand in brackets in the route's path. */
type Handler<Params> = (request: Request, context: { params: Promise<Params> }) => Promise<Response>;

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];

/**
 * The exports of a route module; `path` is its address, with {braces} for what Next has in brackets. Whatever a handler
 * throws becomes one `application/problem+json`, and so does a method the route does not have. Next derives HEAD from
 * GET by itself.
 */
export function route<Params>(
  path: string,
  handlers: Partial<Record<Method, Handler<Params>>>,
): Record<Method | "OPTIONS", Handler<Params>> {
  const allow = METHODS.filter((method) => handlers[method]).flatMap((method) =>
    method === "GET" ? ["GET", "HEAD"] : [method],
  );
  const headers = { Allow: [...allow, "OPTIONS"].join(", ") };

  const handle = (method: Method): Handler<Params> => observed(path, handlers[method] ?? notAllowed);
  return {
    GET: handle("GET"),
    POST: handle("POST"),
    PUT: handle("PUT"),
    PATCH: handle("PATCH"),
    DELETE: handle("DELETE"),
    OPTIONS: () => Promise.resolve(new Response(null, { status: 204, headers })),
  };

  function notAllowed(request: Request): never {
    const detail = `${request.method} is not a method of this address`;
    throw new ProblemError("method-not-allowed", { detail, headers });
  }
}

/** Turns everything `handler` throws into a problem response; names, counts and logs each request. Nothing is kept by a cache unless the handler says so. */
export function observed<Params>(path: string, handler: Handler<Params>): Handler<Params> {
  return (request, context) => {
    const id = requestIdOf(request.headers.get(REQUEST_ID_HEADER) ?? "");
    return withRequestId(id, async () => {
      const start = performance.now();
      const response = await answer(handler, request, context);
      setCommonHeaders(response.headers, id);
      const labels = { route: path, method: request.method, status: response.status };
      const seconds = (performance.now() - start) / 1000;
      runtime().metrics.requestAnswered(labels, seconds);
      log().debug({ event: "request", ...labels, seconds }, `${request.method} ${path} ${response.status}`);
      return response;
    });
  };
}

/** What every answer has: the name of its request, and that nobody keeps it who was not told to. */
function setCommonHeaders(headers: Headers, requestId: string): void {
  headers.set(REQUEST_ID_HEADER, requestId);
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
}

async function answer<Params>(
  handler: Handler<Params>,
  request: Request,
  context: { params: Promise<Params> },
): Promise<Response> {
  try {
    return await withinAllowance(() => handler(request, context));
  } catch (error) {
    const problem = toProblem(error);
    runtime().metrics.requestRefused(problem.code);
    const response = problemResponse(problem);
    if (hasUnreadBody(request, response)) response.headers.set("Connection", "close");
    return response;
  }
}

/** What is left of a body would be taken for the next request on the connection, which then hangs. */
function hasUnreadBody(request: Request, response: Response): boolean {
  return request.body !== null && (!request.bodyUsed || response.status === 413);
}

function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isUnavailable(error)) {
    // Why there is no connection, whoever set it up has to know; what the server says of it names no person.
    runtime().databaseOutage.failed(isConnectError(error) ? `${error.code}: ${error.message}` : error.code);
    return unavailable("The database does not answer in time. Try again.");
  }
  log().error({ event: "request_failed", err: error }, "Answered 500.");
  return new ProblemError("internal", { detail: "The error was logged. Nothing about the request was wrong." });
}
