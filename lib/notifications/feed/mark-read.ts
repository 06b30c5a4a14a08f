import { withinAllowance } from "../../../db/connection/deadline";
import { markRead as markReadInFeed } from "../../../db/feed/mark-read";
import type { ReadRequest } from "../contract";
import { ProblemError } from "../problem";
import type { FeedContext } from "./publish";

/**
 * Acknowledges notifications of this user, all or none, and returns the feed position at which they are read. Only
 * `through` over more than 10,000 works in parts; after a failure the first ones stay read.
 * Throws `not-found` if one of them is not this user's.
 */
export async function markRead({ sql, publish }: FeedContext, userId: string, request: ReadRequest): Promise<number> {
  const ids = request.ids ?? (request.id === undefined ? [] : [request.id]);
  const target = request.through === undefined ? { ids } : { through: request.through };
  for (;;) {
    // Each part gets the full time, since the one before it was progress.
    const outcome = await withinAllowance(() => markReadInFeed(sql, userId, target));
    if (outcome.kind === "unknown-ids") throw notFound(request, new Set(outcome.ids));
    publish(outcome.changes.map((change) => ({ userId, change })));
    if (!outcome.more) return outcome.position;
  }
}

function notFound(request: ReadRequest, unknown: ReadonlySet<string>): ProblemError {
  const errors = (request.ids ?? [request.id]).flatMap((id, index) =>
    id !== undefined && unknown.has(id)
      ? [{ path: request.ids ? `ids.${index}` : "id", message: "no notification of yours has this id" }]
      : [],
  );
  return new ProblemError("not-found", { detail: "Nothing was marked as read.", errors });
}
