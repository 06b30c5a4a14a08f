import { withinAllowance } from "../../../../db/connection/deadline";
import { isConnectError, isUnavailable } from "../../../../db/connection/unavailable";
import { ProblemError, problemResponse, unavailable } from "../../problem";
import { log, REQUEST_ID_HEADER, requestIdOf, withRequestId } from "../../telemetry/log";
import { runtime } from "../runtime";

/** `Params` are the parts in brackets of the route's folder. */
type Handler<Params> = (request: Request, context: { params: Promise<Params> }) => Response | Promise<Response>;

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];

/**
 * The exports of a route module. `path` is its address, with {braces} instead of Next's brackets. Whatever a handler throws
 * becomes `application/problem+json`, as does a method that the route lacks. Next derives HEAD from GET.
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
    OPTIONS: () => new Response(null, { status: 204, headers }),
  };

  function notAllowed(request: Request): never {
    const detail = `${request.method} is not a method of this address`;
    throw new ProblemError("method-not-allowed", { detail, headers });
  }
}

/** Names, counts and logs each request, and turns everything that `handler` throws into a problem response. */
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

/** The headers of every answer. No cache may store it unless the handler says so. */
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
    return await withinAllowance(async () => handler(request, context));
  } catch (error) {
    const problem = toProblem(error);
    runtime().metrics.requestRefused(problem.code);
    const response = problemResponse(problem);
    if (hasUnreadBody(request, response)) response.headers.set("Connection", "close");
    return response;
  }
}

/** The rest of a body would be taken for the next request on the connection, which would then hang. */
function hasUnreadBody(request: Request, response: Response): boolean {
  return request.body !== null && (!request.bodyUsed || response.status === 413);
}

function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isUnavailable(error)) {
    // An operator needs the reason why there is no connection. The server's message about it names no person.
    runtime().databaseOutage.failed(isConnectError(error) ? `${error.code}: ${error.message}` : error.code);
    return unavailable("The database does not answer in time. Try again.");
  }
  log().error({ event: "request_failed", err: error }, "Answered 500.");
  return new ProblemError("internal", { detail: "The error was logged. The request itself was fine." });
}
