import { lastEventId } from "../../../../lib/notifications/feed/last-event-id";
import { ProblemError, unavailable } from "../../../../lib/notifications/problem";
import { requireSession } from "../../../../lib/notifications/server/auth/session";
import { observed, route } from "../../../../lib/notifications/server/http/route";
import { runtime } from "../../../../lib/notifications/server/runtime";

const HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "private, no-store, no-transform",
  "X-Accel-Buffering": "no",
};

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/notifications/stream", {
  async GET(request) {
    const { userId, expiresAt } = await requireSession(request);
    // No await between the check and the stream, or simultaneous requests would share the last free place.
    assertRoom(userId);
    const body = runtime().openStream({ userId, start: lastEventId(request), expiresAt, signal: request.signal });
    return new Response(body, { headers: HEADERS });
  },
});

/** Answers like GET, without a stream. Next would derive a HEAD that opens a stream which nothing ever closes. */
export const HEAD = observed("/api/notifications/stream", async (request) => {
  const { userId } = await requireSession(request);
  assertRoom(userId);
  return new Response(null, { headers: HEADERS });
});

function assertRoom(userId: string): void {
  switch (runtime().hub.admission(userId)) {
    case "admitted":
      return;
    case "user-full": {
      const detail = "This user has too many streams open. Close some first.";
      throw new ProblemError("too-many-streams", { detail, headers: { "Retry-After": "10" } });
    }
    case "full":
      throw unavailable("This server has no room for another stream.");
  }
}
