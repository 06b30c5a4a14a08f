import { asyncApiDocument } from "@/lib/api-description/asyncapi";
import { route } from "@/lib/http/route";

const body = JSON.stringify(asyncApiDocument());

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/asyncapi.json", {
  GET: () =>
    Promise.resolve(
      new Response(body, { headers: { "Content-Type": "application/json", "Cache-Control": "no-cache" } }),
    ),
});
