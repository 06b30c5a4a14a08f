import { asyncApiDocument } from "../../../lib/notifications/server/api-description/asyncapi";
import { route } from "../../../lib/notifications/server/http/route";

const body = JSON.stringify(asyncApiDocument());

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/asyncapi.json", {
  GET: () => new Response(body, { headers: { "Content-Type": "application/json", "Cache-Control": "no-cache" } }),
});
