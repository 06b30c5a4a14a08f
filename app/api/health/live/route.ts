import { route } from "../../../../lib/notifications/server/http/route";

/** Answers without checking anything else, so that an outage elsewhere does not restart this process. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/health/live", {
  GET: () => Response.json({ status: "ok" }),
});
