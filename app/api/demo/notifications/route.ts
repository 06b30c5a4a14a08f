import { assertDemo } from "@/lib/demo/session";

import { AppendRequest } from "../../../../lib/notifications/contract";
import { append } from "../../../../lib/notifications/feed/append";
import { requireSession } from "../../../../lib/notifications/server/auth/session";
import { readJson } from "../../../../lib/notifications/server/http/input";
import { route } from "../../../../lib/notifications/server/http/route";
import { runtime } from "../../../../lib/notifications/server/runtime";

/** The playground's producer: a signed-in person notifies anybody, through the code of the internal route. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/demo/notifications", {
  async POST(request) {
    assertDemo();
    await requireSession(request);
    return Response.json(
      await append(runtime(), await readJson(request, AppendRequest), { producer: "demo", key: undefined }),
      {
        status: 201,
      },
    );
  },
});
