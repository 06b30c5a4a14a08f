import type { AppendRequest } from "@/lib/notifications/contract";

/** Sends the notification from a terminal, as a producer. `key` null: the reader has to know it. */
export function curlToSend(origin: string, key: string | null, request: AppendRequest): string {
  return [
    `curl ${quote(`${origin}/api/internal/notifications`)}`,
    `-H ${key === null ? '"Authorization: Bearer $PRODUCER_KEY"' : quote(`Authorization: Bearer ${key}`)}`,
    `-H ${quote("Content-Type: application/json")}`,
    `-d ${quote(JSON.stringify(request))}`,
  ].join(" \\\n  ");
}

/** Signs in and watches the stream; the session cookie is kept from scripts, so the terminal gets its own. */
export function curlToWatch(origin: string, userId: string): string {
  return [
    `curl -s -c halyard.cookies ${quote(`${origin}/api/session`)}`,
    `-H ${quote("Content-Type: application/json")} -d ${quote(JSON.stringify({ user_id: userId }))} &&`,
    `curl -N -b halyard.cookies ${quote(`${origin}/api/notifications/stream`)}`,
  ].join(" \\\n  ");
}

/** As one word for a POSIX shell, whatever is in it. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
