import { createHash } from "node:crypto";

import {
  append as appendToFeeds,
  notified,
  recall,
  type AppendOutcome,
  type Claim,
  type Notified,
} from "../../../db/feed/append";
import type { AppendRequest, AppendResponse } from "../contract";
import { ProblemError, unavailable } from "../problem";
import type { ProducerLimit } from "../rate-limit/producer-limit";
import type { Metrics } from "../telemetry/metrics";
import type { Bulkhead } from "./bulkhead";
import type { FeedContext } from "./publish";
import { uuidv7, uuidv7For } from "./uuidv7";

/** A request to so many recipients or more is a broadcast. Fewer take some milliseconds. */
const BROADCAST_RECIPIENTS = 500;

interface AppendContext extends FeedContext {
  /** Admits broadcasts. */
  broadcasts: Bulkhead;
  metrics: Pick<Metrics, "notificationsSent">;
}

/** Who sends, and the idempotency key that makes the request safe to repeat. */
interface Sender {
  producer: string;
  key: string | undefined;
  /** How much the producer may send, if that is limited. */
  limit?: ProducerLimit;
}

/**
 * Notifies one user or many, all or none, and answers with what was added. With an idempotency key, the same request
 * from the same producer is carried out once and gets the same answer each time, without what has been erased since.
 * Throws `unknown-users` naming each, `key-reused`, `rate-limited`, or at once `unavailable` during other broadcasts.
 */
export async function append(context: AppendContext, request: AppendRequest, sender: Sender): Promise<AppendResponse> {
  const userIds = request.user_ids ?? (request.user_id === undefined ? [] : [request.user_id]);
  const send = () => appendTo(context, userIds, request, sender);
  if (userIds.length < BROADCAST_RECIPIENTS) return send();
  const admission = await context.broadcasts.run(send);
  if (admission.admitted) return admission.result;
  const detail = "This server sends to as many recipients as it can at once. Try again.";
  throw unavailable(detail, admission.retryAfterSeconds);
}

async function appendTo(
  { sql, publish, metrics }: AppendContext,
  userIds: readonly string[],
  request: AppendRequest,
  { producer, key, limit }: Sender,
): Promise<AppendResponse> {
  const distinct = [...new Set(userIds)];
  const recipientsOf = (requestId: string) => distinct.map((userId) => ({ userId, id: uuidv7For(requestId, userId) }));
  const requestId = uuidv7();
  const content = { type: request.type, message: request.message, link: request.link ?? null };
  const claim: Claim | undefined =
    key === undefined
      ? undefined
      : { producer, key, requestId, requestHash: hash([content.type, content.message, content.link, userIds]) };

  const recipients = recipientsOf(requestId);
  const appendAll = (): Promise<AppendOutcome> => appendToFeeds(sql, content, recipients, claim);
  const recallEarlier = async () => (claim ? recall(sql, claim) : null);
  const outcome = await (limit
    ? appendWithin(limit, producer, recipients.length, appendAll, recallEarlier)
    : appendAll());
  if (outcome.kind === "key-reused")
    throw new ProblemError("key-reused", { detail: "This Idempotency-Key belongs to another request. Use a new one." });
  if (outcome.kind === "unknown-users") throw unknownUsers(request, new Set(outcome.userIds));

  if (outcome.kind === "added-before") return answer(await notified(sql, recipientsOf(outcome.requestId)));

  metrics.notificationsSent(producer, outcome.added.length);
  publish(
    outcome.added.map(({ userId, position, id, createdAt }) => ({
      userId,
      change: { kind: "notification", position, notification: { ...content, id, createdAt } },
    })),
  );
  return answer(outcome.added);
}

/** Counts only what is really appended. A request that was carried out before needs no room. */
async function appendWithin(
  limit: ProducerLimit,
  producer: string,
  count: number,
  appendAll: () => Promise<AppendOutcome>,
  recallEarlier: () => Promise<AppendOutcome | null>,
): Promise<AppendOutcome> {
  const reservation = await limit.reserve(producer, count);
  if (!reservation.granted) {
    const earlier = await recallEarlier();
    if (earlier) return earlier;
    throw new ProblemError("rate-limited", {
      detail: `A producer may send ${limit.perMinute.toLocaleString("en")} notifications a minute.`,
      headers: { "Retry-After": String(reservation.retryAfterSeconds) },
    });
  }
  let outcome: AppendOutcome | undefined;
  try {
    outcome = await appendAll();
    return outcome;
  } finally {
    if (outcome?.kind !== "added") await reservation.release();
  }
}

function answer(added: readonly Notified[]): AppendResponse {
  return {
    notifications: added.map(({ id, userId, createdAt }) => ({
      id,
      user_id: userId,
      created_at: createdAt.toISOString(),
    })),
  };
}

function hash(request: unknown): Uint8Array {
  return createHash("sha256").update(JSON.stringify(request)).digest();
}

function unknownUsers(request: AppendRequest, unknown: ReadonlySet<string>): ProblemError {
  const path = (index: number): string => (request.user_ids ? `user_ids.${index}` : "user_id");
  const errors = (request.user_ids ?? [request.user_id]).flatMap((userId, index) =>
    userId !== undefined && unknown.has(userId) ? [{ path: path(index), message: `no user ${userId}` }] : [],
  );
  return new ProblemError("unknown-users", {
    detail: `${unknown.size} of the users named ${unknown.size === 1 ? "does" : "do"} not exist. Nobody was notified.`,
    errors,
  });
}
