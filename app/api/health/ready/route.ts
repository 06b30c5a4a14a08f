import { readiness } from "@/lib/health";
import { unavailable } from "@/lib/http/problem";
import { route } from "@/lib/http/route";

/** Whether requests should be sent here. Redis away is only slower, so it is `degraded` and still 200. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/health/ready", {
  async GET() {
    const health = await readiness();
    if ("down" in health) throw unavailable(health.down.join(" "));
    return Response.json(health);
  },
});
