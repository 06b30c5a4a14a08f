import { route } from "../../../../lib/notifications/server/http/route";

/** The process answers. Nothing else is asked, so that an outage elsewhere does not restart it. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/health/live", {
  GET: () => Promise.resolve(Response.json({ status: "ok" })),
});
