import { sessionUserId } from "@/lib/auth/session";
import { signToken } from "@/lib/auth/token";
import { SessionRequest } from "@/lib/contract";
import { assertDemo } from "@/lib/demo/assert-demo";
import { assertUser } from "@/lib/demo/assert-user";
import { endStreams } from "@/lib/end-streams";
import { env } from "@/lib/env";
import { readJson } from "@/lib/http/input";
import { route } from "@/lib/http/route";
import { assertSameOrigin } from "@/lib/http/same-origin";
import { SESSION_COOKIE } from "@/lib/protocol";

const SESSION_SECONDS = 7 * 24 * 60 * 60;

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/session", {
  async POST(request) {
    assertDemo();
    assertSameOrigin(request);
    const { user_id: userId } = await readJson(request, SessionRequest);
    await assertUser(userId);
    return withCookie(await signToken(userId, SESSION_SECONDS), SESSION_SECONDS);
  },

  async DELETE(request) {
    assertDemo();
    assertSameOrigin(request);
    const userId = await sessionUserId();
    // A sign-out never fails. Streams that could not be told end by themselves, and ask for the session when they come back.
    if (userId !== null) await endStreams(userId).catch(() => {});
    return withCookie("", 0);
  },
});

function withCookie(token: string, seconds: number): Response {
  const secure = env().production ? "; Secure" : "";
  const cookie = `${SESSION_COOKIE}=${token}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
  return new Response(null, { status: 204, headers: { "Set-Cookie": cookie } });
}
