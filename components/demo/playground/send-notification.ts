import { type AppendRequest, Problem } from "@/lib/notifications/contract";

/** The content of the send form. */
export interface Draft {
  userId: string;
  type: string;
  message: string;
  /** Empty means none. */
  link: string;
  count: number;
}

export interface Refusal {
  /** HTTP status; null if the server was not reached. */
  status: number | null;
  /** The names of the refused fields. */
  fields: readonly string[];
}

/** The request for one notification of a draft. */
export function toRequest({ userId, type, link }: Draft, message: string): AppendRequest {
  return { user_id: userId, type, message, ...(link !== "" && { link }) };
}

/** Sends one notification. Resolves to the refusal, or null; never rejects. */
export async function sendNotification(request: AppendRequest): Promise<Refusal | null> {
  try {
    const answer = await fetch("/api/demo/notifications", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(request),
    });
    if (answer.ok) return null;
    const { errors = [] } = Problem.safeParse(await answer.json().catch(() => null)).data ?? {};
    return { status: answer.status, fields: errors.map(({ path }) => path) };
  } catch {
    return { status: null, fields: [] };
  }
}
