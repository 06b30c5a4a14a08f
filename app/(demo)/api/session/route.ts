import { assertDemo, assertUser, sessionCookie } from "@/lib/demo/session";
import { SessionRequest } from "@/lib/notifications/contract";
import { sessionUserId } from "@/lib/notifications/server/auth/session";
import { signToken } from "@/lib/notifications/server/auth/token";
import { endStreams } from "@/lib/notifications/server/end-streams";
import { readJson } from "@/lib/notifications/server/http/input";
import { assertSameOrigin } from "@/lib/notifications/server/http/origin";
import { route } from "@/lib/notifications/server/http/route";
import { runtime } from "@/lib/notifications/server/runtime";

const SESSION_SECONDS = 7 * 24 * 60 * 60;

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/session", {
  async POST(request) {
    assertDemo();
    assertSameOrigin(request);
    const { user_id: userId } = await readJson(request, SessionRequest);
    await assertUser(userId);
    const token = await signToken(userId, SESSION_SECONDS);
    return answerWith(sessionCookie(request, token, SESSION_SECONDS));
  },

  async DELETE(request) {
    assertDemo();
    assertSameOrigin(request);
    const userId = await sessionUserId();
    // A sign-out never fails. A stream that was not told ends within ten minutes and is verified when it reconnects.
    if (userId !== null) await endStreams(runtime(), userId).catch(() => {});
    return answerWith(sessionCookie(request, "", 0));
  },
});

function answerWith(cookie: string): Response {
  return new Response(null, { status: 204, headers: { "Set-Cookie": cookie } });
}
