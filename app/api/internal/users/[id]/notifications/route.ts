import { UserPath } from "../../../../../../lib/notifications/contract";
import { eraseNotifications } from "../../../../../../lib/notifications/feed/erase";
import { exportNotifications } from "../../../../../../lib/notifications/feed/export";
import { POSITION_HEADER } from "../../../../../../lib/notifications/protocol";
import { requireProducer } from "../../../../../../lib/notifications/server/auth/producer";
import { parse } from "../../../../../../lib/notifications/server/http/input";
import { route } from "../../../../../../lib/notifications/server/http/route";
import { runtime } from "../../../../../../lib/notifications/server/runtime";

type Params = Promise<{ id: string }>;

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route<{ id: string }>(
  "/api/internal/users/{id}/notifications",
  {
    async GET(request, { params }) {
      const producer = requireProducer(request, "privacy");
      const userId = await userIn(params);
      const { position, json } = await exportNotifications(runtime(), userId, producer);
      return new Response(json, {
        headers: {
          "Content-Type": "application/json",
          "Content-Disposition": `attachment; filename="notifications-${userId}.json"`,
          // Keeps proxies from writing a copy to their disk.
          "X-Accel-Buffering": "no",
          [POSITION_HEADER]: String(position),
        },
      });
    },

    async DELETE(request, { params }) {
      const producer = requireProducer(request, "privacy");
      await eraseNotifications(runtime(), await userIn(params), producer);
      return new Response(null, { status: 204 });
    },
  },
);

async function userIn(params: Params): Promise<string> {
  return parse(UserPath, await params, "The address does not have the expected form.").id;
}
