import { ProblemError } from "../../../lib/notifications/problem";
import { observed, route } from "../../../lib/notifications/server/http/route";

function notFound(): never {
  throw new ProblemError("not-found", { detail: "There is nothing at this address." });
}

/** Answers every address under /api that no other route answers. */
export const { GET, POST, PUT, PATCH, DELETE } = route("/api/{path}", {
  GET: notFound,
  POST: notFound,
  PUT: notFound,
  PATCH: notFound,
  DELETE: notFound,
});
export const OPTIONS = observed("/api/{path}", notFound);
