import { requireProducer } from "@/lib/auth/producer";
import { AppendRequest, IdempotencyKey } from "@/lib/contract";
import { append } from "@/lib/feed/append";
import { parse, readJson } from "@/lib/http/input";
import { route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  async POST(request) {
    const producer = requireProducer(request);
    const key = idempotencyKey(request.headers);
    const body = await readJson(request, AppendRequest);
    return Response.json(await append(producer, body, key), { status: 201 });
  },
});

function idempotencyKey(headers: Headers): string | undefined {
  const given = headers.get("idempotency-key");
  if (given === null) return undefined;
  return parse(IdempotencyKey, given, "The Idempotency-Key header does not have the expected form.");
}
