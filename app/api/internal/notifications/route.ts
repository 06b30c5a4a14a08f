import { requireProducer } from "@/lib/auth/producer";
import { AppendHeaders, AppendRequest } from "@/lib/contract";
import { append } from "@/lib/feed/append";
import { parse, readJson } from "@/lib/http/input";
import { route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  async POST(request) {
    const producer = requireProducer(request);
    const key = idempotencyKey(request.headers);
    const body = await readJson(request, AppendRequest);
    return Response.json(await append(body, key === undefined ? undefined : { producer, key }), { status: 201 });
  },
});

function idempotencyKey(headers: Headers): string | undefined {
  const given = { "idempotency-key": headers.get("idempotency-key") ?? undefined };
  return parse(AppendHeaders, given, "A header does not have the expected form.")["idempotency-key"];
}
