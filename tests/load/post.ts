import { AppendResponse } from "@/lib/notifications/contract";
import { PRODUCER_KEY } from "@/tests/support/app/settings";

/** Notifies these users in one request to the server at `url`. Returns the ids; rejects when it is not accepted. */
export async function post(url: string, recipients: readonly string[], message: string): Promise<string[]> {
  const response = await fetch(`${url}/api/internal/notifications`, {
    method: "POST",
    headers: { Authorization: `Bearer ${PRODUCER_KEY}`, "Content-Type": "application/json" },
    body: JSON.stringify({ user_ids: recipients, type: "load.test", message }),
  });
  if (response.status !== 201) throw new Error(`not accepted: ${response.status} ${await response.text()}`);
  return AppendResponse.parse(await response.json()).notifications.map(({ id }) => id);
}
