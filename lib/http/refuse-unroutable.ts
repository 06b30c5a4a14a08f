import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";

import { runtime } from "@/lib/runtime";
import { REQUEST_ID_HEADER, requestIdOf } from "@/lib/telemetry/request-id";

import { ProblemError, problemResponse } from "./problem";
import { setCommonHeaders } from "./route";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Has the server refuse what no route can be asked: methods that nothing here knows, such as TRACE, the target `*`, and
 * addresses of the API that cannot be decoded. Next would answer each with a 500 of its own and log a stack.
 */
export function refuseUnroutable(): void {
  const guarded = new WeakSet<Server>();
  subscribe("http.server.request.start", (message) => {
    const { server } = message as { server: Server };
    if (guarded.has(server)) return;
    guarded.add(server);
    const listeners = server.listeners("request");
    server.removeAllListeners("request");
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      const problem = problemOf(request);
      if (problem) void refuse(request, response, problem);
      else for (const listener of listeners) listener.call(server, request, response);
    });
  });
}

function problemOf({ method = "", url = "" }: IncomingMessage): ProblemError | null {
  if (!METHODS.has(method))
    return new ProblemError("not-implemented", { detail: "No address here knows this method." });
  const [path = ""] = url.split("?");
  if (path === "*" || (/^\/api(\/|$)/.test(path) && !canDecode(path)))
    return new ProblemError("invalid-request", {
      detail: "The address cannot be read.",
      errors: [{ path: "", message: "must be percent-encoded UTF-8 (RFC 3986, section 2.5)" }],
    });
  return null;
}

function canDecode(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

async function refuse(request: IncomingMessage, response: ServerResponse, problem: ProblemError): Promise<void> {
  runtime().metrics.requestRefused(problem.code);
  const answer = problemResponse(problem);
  // What is left of a body would be taken for the next request on the connection.
  answer.headers.set("Connection", "close");
  setCommonHeaders(answer.headers, requestIdOf(String(request.headers[REQUEST_ID_HEADER.toLowerCase()] ?? "")));
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
}
