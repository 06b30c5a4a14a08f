import { openApiDocument } from "../../../lib/notifications/server/api-description/openapi";
import { route } from "../../../lib/notifications/server/http/route";

const body = JSON.stringify(openApiDocument());

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/openapi.json", {
  GET: () => new Response(body, { headers: { "Content-Type": "application/json", "Cache-Control": "no-cache" } }),
});
