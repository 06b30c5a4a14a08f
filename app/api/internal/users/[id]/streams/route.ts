import { UserPath } from "../../../../../../lib/notifications/contract";
import { requireProducer } from "../../../../../../lib/notifications/server/auth/producer";
import { endStreams } from "../../../../../../lib/notifications/server/end-streams";
import { parse } from "../../../../../../lib/notifications/server/http/input";
import { route } from "../../../../../../lib/notifications/server/http/route";
import { runtime } from "../../../../../../lib/notifications/server/runtime";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route<{ id: string }>("/api/internal/users/{id}/streams", {
  async DELETE(request, { params }) {
    requireProducer(request, "send");
    const { id } = parse(UserPath, await params, "The address does not have the expected form.");
    await endStreams(runtime(), id);
    return new Response(null, { status: 204 });
  },
});
