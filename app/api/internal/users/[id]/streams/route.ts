import { requireProducer } from "@/lib/auth/producer";
import { UserPath } from "@/lib/contract";
import { endStreams } from "@/lib/end-streams";
import { parse } from "@/lib/http/input";
import { route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route<{ id: string }>("/api/internal/users/{id}/streams", {
  async DELETE(request, { params }) {
    requireProducer(request, "send");
    const { id } = parse(UserPath, await params, "The address does not have the expected form.");
    await endStreams(id);
    return new Response(null, { status: 204 });
  },
});
