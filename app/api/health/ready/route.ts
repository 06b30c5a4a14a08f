import { unavailable } from "../../../../lib/notifications/problem";
import { readiness } from "../../../../lib/notifications/server/health";
import { route } from "../../../../lib/notifications/server/http/route";

/** Whether requests should be sent here. Redis away is only slower, so it is `degraded` and still 200. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/health/ready", {
  async GET() {
    const health = await readiness();
    if ("down" in health) throw unavailable(health.down.join(" "));
    return Response.json(health);
  },
});
