import { requireSession } from "@/lib/auth/session";
import { AppendRequest } from "@/lib/contract";
import { assertDemo } from "@/lib/demo/assert-demo";
import { append } from "@/lib/feed/append";
import { readJson } from "@/lib/http/input";
import { route } from "@/lib/http/route";

/** The playground's producer: a signed-in person notifies anybody, through the code of the internal route. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/demo/notifications", {
  async POST(request) {
    assertDemo();
    await requireSession(request);
    return Response.json(await append(await readJson(request, AppendRequest), { producer: "demo", key: undefined }), {
      status: 201,
    });
  },
});
