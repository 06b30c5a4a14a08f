import { unavailable } from "../../../../lib/notifications/problem";
import { readiness } from "../../../../lib/notifications/server/health";
import { route } from "../../../../lib/notifications/server/http/route";

/** Says whether this process can serve. Without Redis it is only slower: `degraded`, and still 200. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/health/ready", {
  async GET() {
    const health = await readiness();
    if ("down" in health) throw unavailable(health.down.join(" "));
    return Response.json(health);
  },
});
