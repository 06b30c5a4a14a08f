import { isUnavailable } from "@/db/unavailable";

import { ProblemError, problemResponse, unavailable } from "./problem";

/** `Params` are the parts of the address that stand in brackets in the route's path. */
type Handler<Params> = (request: Request, context: { params: Promise<Params> }) => Promise<Response>;

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];

/**
 * The exports of a route module. Whatever a handler throws becomes one `application/problem+json`, and so does
 * a method the route does not have. Next derives HEAD from GET by itself.
 */
export function route<Params>(
  handlers: Partial<Record<Method, Handler<Params>>>,
): Record<Method | "OPTIONS", Handler<Params>> {
  const allow = METHODS.filter((method) => handlers[method]).flatMap((method) =>
    method === "GET" ? ["GET", "HEAD"] : [method],
  );
  const headers = { Allow: [...allow, "OPTIONS"].join(", ") };

  const handle = (method: Method): Handler<Params> => answerErrors(handlers[method] ?? notAllowed);
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

/** Turns everything `handler` throws into a problem response; what nobody expected is logged and not shown. */
export function answerErrors<Params>(handler: Handler<Params>): Handler<Params> {
  return async (request, context) => {
    try {
      return await handler(request, context);
    } catch (error) {
      const response = problemResponse(toProblem(error));
      if (hasUnreadBody(request, response)) response.headers.set("Connection", "close");
      return response;
    }
  };
}

/** What is left of a body would be taken for the next request on the connection, which then hangs. */
function hasUnreadBody(request: Request, response: Response): boolean {
  return request.body !== null && (!request.bodyUsed || response.status === 413);
}

function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  // Message or stack alone: driver errors carry row values in their other fields.
  if (isUnavailable(error)) {
    console.warn(`Answered 503: ${error instanceof Error ? error.message : "the database is away"}`);
    return unavailable("The database does not answer in time. Try again.");
  }
  console.error(error instanceof Error ? error.stack : "a value that is no Error was thrown");
  return new ProblemError("internal", { detail: "The error was logged. Nothing about the request was wrong." });
}
