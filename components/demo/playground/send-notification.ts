import { type AppendRequest, AppendResponse, Problem } from "@/lib/notifications/contract";

export interface Refusal {
  /** HTTP status; null when the server was not reached. */
  status: number | null;
  /** The fields to blame, by their name in the request. */
  fields: readonly string[];
}

export type SendResult = { ids: readonly string[]; refusal: null } | { refusal: Refusal };

/** Sends one notification the way a producer does, through the demo's own route. Never throws. */
export async function sendNotification(request: AppendRequest): Promise<SendResult> {
  try {
    const answer = await fetch("/api/demo/notifications", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(request),
    });
    const body: unknown = await answer.json().catch(() => null);
    if (!answer.ok) return { refusal: { status: answer.status, fields: blamedFields(body) } };
    return { ids: AppendResponse.parse(body).notifications.map(({ id }) => id), refusal: null };
  } catch {
    return { refusal: { status: null, fields: [] } };
  }
}

function blamedFields(body: unknown): string[] {
  return Problem.safeParse(body).data?.errors?.map(({ path }) => path) ?? [];
}
