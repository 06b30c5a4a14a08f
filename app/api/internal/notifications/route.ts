import { AppendHeaders, AppendRequest } from "../../../../lib/notifications/contract";
import { append } from "../../../../lib/notifications/feed/append";
import { requireProducer } from "../../../../lib/notifications/server/auth/producer";
import { parse, readJson } from "../../../../lib/notifications/server/http/input";
import { route } from "../../../../lib/notifications/server/http/route";
import { runtime } from "../../../../lib/notifications/server/runtime";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/internal/notifications", {
  async POST(request) {
    const producer = requireProducer(request, "send");
    const key = idempotencyKey(request.headers);
    const body = await readJson(request, AppendRequest);
    const process = runtime();
    const sender = { producer, key, limit: process.producerLimit };
    return Response.json(await append(process, body, sender), { status: 201 });
  },
});

function idempotencyKey(headers: Headers): string | undefined {
  const given = { "idempotency-key": headers.get("idempotency-key") ?? undefined };
  return parse(AppendHeaders, given, "A header does not have the expected form.")["idempotency-key"];
}
