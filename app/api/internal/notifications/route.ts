import { requireProducer } from "@/lib/auth/producer";
import { AppendHeaders, AppendRequest } from "@/lib/contract";
import { env } from "@/lib/env";
import { append } from "@/lib/feed/append";
import { parse, readJson } from "@/lib/http/input";
import { ProblemError } from "@/lib/http/problem";
import { route } from "@/lib/http/route";
import { runtime } from "@/lib/runtime";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = route("/api/internal/notifications", {
  async POST(request) {
    const producer = requireProducer(request);
    const key = idempotencyKey(request.headers);
    const body = await readJson(request, AppendRequest);
    await assertAllowed(producer, body.user_ids?.length ?? 1);
    return Response.json(await append(body, { producer, key }), { status: 201 });
  },
});

async function assertAllowed(producer: string, notifications: number): Promise<void> {
  const seconds = await runtime().producerLimit.spend(producer, notifications);
  if (seconds === 0) return;
  const limit = env().producerNotificationsPerMinute.toLocaleString("en");
  const detail = `A producer may send ${limit} notifications a minute.`;
  throw new ProblemError("rate-limited", { detail, headers: { "Retry-After": String(seconds) } });
}

function idempotencyKey(headers: Headers): string | undefined {
  const given = { "idempotency-key": headers.get("idempotency-key") ?? undefined };
  return parse(AppendHeaders, given, "A header does not have the expected form.")["idempotency-key"];
}
