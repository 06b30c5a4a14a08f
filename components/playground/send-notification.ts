import { type AppendRequest, AppendResponse, Problem } from "@/lib/contract";

export interface FieldErrors {
  /** By the field's name in the request. */
  byPath: ReadonlyMap<string, string>;
  /** What no field is to blame for. */
  general: string | null;
}

export type SendResult = { sent: true; ids: readonly string[] } | { sent: false; errors: FieldErrors };

/** Sends one notification the way a producer does, through the demo's own route. Never throws. */
export async function sendNotification(request: AppendRequest): Promise<SendResult> {
  try {
    const answer = await fetch("/api/demo/notifications", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(request),
    });
    const body: unknown = await answer.json().catch(() => null);
    if (!answer.ok) return { sent: false, errors: fieldErrors(body) };
    return { sent: true, ids: AppendResponse.parse(body).notifications.map(({ id }) => id) };
  } catch {
    return { sent: false, errors: { byPath: new Map(), general: "The server cannot be reached." } };
  }
}

function fieldErrors(body: unknown): FieldErrors {
  const problem = Problem.safeParse(body).data;
  const byPath = new Map((problem?.errors ?? []).map(({ path, message }) => [path, message]));
  const general =
    byPath.size > 0 ? null : (problem?.detail ?? problem?.title ?? "The server refused, without a reason.");
  return { byPath, general };
}
