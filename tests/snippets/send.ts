import { setTimeout as sleep } from "node:timers/promises";

const ATTEMPTS = 8;
const MAX_WAIT_SECONDS = 60;

/** Notifies, and again until it is done or refused. All attempts have one key, so nobody is notified twice. */
export async function send(event: object, idempotencyKey: string): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    const { status, retryAfter, answer } = await ask(event, idempotencyKey).catch((error: unknown) => ({
      status: null,
      retryAfter: null,
      answer: String(error),
    }));
    if (status === 201) return JSON.parse(answer);
    const refused = status !== null && status < 500 && status !== 429;
    if (refused || attempt === ATTEMPTS) throw new Error(`not sent: ${answer}`);
    await sleep(1000 * Math.min(secondsOf(retryAfter) ?? Math.random() * 0.25 * 2 ** attempt, MAX_WAIT_SECONDS));
  }
}

/** Of a Retry-After in seconds; null for anything else, such as a date. */
function secondsOf(retryAfter: string | null): number | null {
  return /^[1-9]\d{0,8}$/.test(retryAfter ?? "") ? Number(retryAfter) : null;
}

async function ask(event: object, idempotencyKey: string) {
  const response = await fetch(`${process.env["APP"]}/api/internal/notifications`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${process.env["PRODUCER_KEY"]}`,
      "Content-Type": "application/json",
      "Idempotency-Key": idempotencyKey,
    },
    body: JSON.stringify(event),
    signal: AbortSignal.timeout(10_000),
  });
  return { status: response.status, retryAfter: response.headers.get("Retry-After"), answer: await response.text() };
}

const [event = "", key = ""] = process.argv.slice(2);
console.log(JSON.stringify(await send(JSON.parse(event) as object, key)));
