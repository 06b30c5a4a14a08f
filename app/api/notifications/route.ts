import { createHash } from "node:crypto";

import { ListQuery } from "../../../lib/notifications/contract";
import { list, type Snapshot } from "../../../lib/notifications/feed/list";
import { LIST_PATH, POSITION_HEADER, UNREAD_HEADER } from "../../../lib/notifications/protocol";
import { requireSession } from "../../../lib/notifications/server/auth/session";
import { parseQuery } from "../../../lib/notifications/server/http/input";
import { route } from "../../../lib/notifications/server/http/route";
import { runtime } from "../../../lib/notifications/server/runtime";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/notifications", {
  async GET(request) {
    const { userId } = await requireSession(request);
    const { searchParams } = new URL(request.url);
    const query = parseQuery(ListQuery, searchParams);
    const snapshot = await list(runtime(), userId, query);

    const body = JSON.stringify(snapshot.notifications);
    const etag = entityTag(userId, snapshot, body);
    const headers = new Headers({
      [UNREAD_HEADER]: String(snapshot.unread),
      [POSITION_HEADER]: String(snapshot.position),
      ETag: etag,
      "Cache-Control": "private, no-store",
      Vary: "Authorization, Cookie",
    });
    if (snapshot.next !== null) {
      searchParams.set("before", snapshot.next);
      headers.set("Link", `<${LIST_PATH}?${searchParams}>; rel="next"`);
    }
    if (matches(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
    headers.set("Content-Type", "application/json");
    return new Response(body, { headers });
  },
});

/** Identifies the whole answer, headers included. It depends on the user, so that two users of a browser never share one. */
function entityTag(userId: string, { position, unread }: Snapshot, body: string): string {
  const digest = createHash("sha256").update(`${userId} ${position} ${unread} ${body}`).digest("base64url");
  return `"${digest.slice(0, 27)}"`;
}

/** Compares If-None-Match weakly (RFC 9110, section 13.1.2). */
function matches(header: string | null, etag: string): boolean {
  if (header === null) return false;
  return header.split(",").some((candidate) => ["*", etag].includes(candidate.trim().replace(/^W\//, "")));
}
