import { requireProducer } from "@/lib/auth/producer";
import { UserPath } from "@/lib/contract";
import { erase } from "@/lib/feed/erase";
import { parse } from "@/lib/http/input";
import { route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route<{ id: string }>(
  "/api/internal/users/{id}/notifications",
  {
    async DELETE(request, { params }) {
      const producer = requireProducer(request);
      const { id } = parse(UserPath, await params, "The address does not have the expected form.");
      await erase(id, producer);
      return new Response(null, { status: 204 });
    },
  },
);
