import { requireProducer } from "@/lib/auth/producer";
import { AppendHeaders, AppendRequest } from "@/lib/contract";
import { append } from "@/lib/feed/append";
import { parse, readJson } from "@/lib/http/input";
import { route } from "@/lib/http/route";
import { runtime } from "@/lib/runtime";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/internal/notifications", {
  async POST(request) {
    const producer = requireProducer(request, "send");
    const key = idempotencyKey(request.headers);
    const body = await readJson(request, AppendRequest);
    return Response.json(await append(body, { producer, key, limit: runtime().producerLimit }), { status: 201 });
  },
});

function idempotencyKey(headers: Headers): string | undefined {
  const given = { "idempotency-key": headers.get("idempotency-key") ?? undefined };
  return parse(AppendHeaders, given, "A header does not have the expected form.")["idempotency-key"];
}
