import { requireSession } from "@/lib/auth/session";
import { ReadRequest } from "@/lib/contract";
import { markRead } from "@/lib/feed/mark-read";
import { readJson } from "@/lib/http/input";
import { route } from "@/lib/http/route";
import { POSITION_HEADER } from "@/lib/protocol";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/notifications/read", {
  async POST(request) {
    const { userId } = await requireSession(request);
    const position = await markRead(userId, await readJson(request, ReadRequest));
    return new Response(null, { status: 204, headers: { [POSITION_HEADER]: String(position) } });
  },
});
