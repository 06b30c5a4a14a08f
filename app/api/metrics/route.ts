import { requireProducer } from "../../../lib/notifications/server/auth/producer";
import { route } from "../../../lib/notifications/server/http/route";
import { runtime } from "../../../lib/notifications/server/runtime";

/** The metrics of this process, in the text format of Prometheus. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/metrics", {
  async GET(request) {
    requireProducer(request, "metrics");
    const { registry } = runtime().metrics;
    return new Response(await registry.metrics(), { headers: { "Content-Type": registry.contentType } });
  },
});
