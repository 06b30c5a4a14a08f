import { ReadRequest } from "../../../../lib/notifications/contract";
import { markRead } from "../../../../lib/notifications/feed/mark-read";
import { POSITION_HEADER } from "../../../../lib/notifications/protocol";
import { requireSession } from "../../../../lib/notifications/server/auth/session";
import { readJson } from "../../../../lib/notifications/server/http/input";
import { route } from "../../../../lib/notifications/server/http/route";
import { runtime } from "../../../../lib/notifications/server/runtime";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/notifications/read", {
  async POST(request) {
    const { userId } = await requireSession(request);
    const position = await markRead(runtime(), userId, await readJson(request, ReadRequest));
    return new Response(null, { status: 204, headers: { [POSITION_HEADER]: String(position) } });
  },
});
