import { assertDemo } from "@/lib/demo/session";
import { AppendRequest } from "@/lib/notifications/contract";
import { append } from "@/lib/notifications/feed/append";
import { requireSession } from "@/lib/notifications/server/auth/session";
import { readJson } from "@/lib/notifications/server/http/input";
import { route } from "@/lib/notifications/server/http/route";
import { runtime } from "@/lib/notifications/server/runtime";

/** The producer of the playground: a signed-in person notifies anybody, by the same code as a backend service. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/demo/notifications", {
  async POST(request) {
    assertDemo();
    await requireSession(request);
    const body = await readJson(request, AppendRequest);
    return Response.json(await append(runtime(), body, { producer: "demo", key: undefined }), { status: 201 });
  },
});
