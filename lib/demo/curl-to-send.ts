import type { AppendRequest } from "@/lib/notifications/contract";

/** A command that sends the notification from a terminal, as a producer. */
export function curlToSend(origin: string, key: string, request: AppendRequest): string {
  return [
    `curl ${quote(`${origin}/api/internal/notifications`)}`,
    `-H ${quote(`Authorization: Bearer ${key}`)}`,
    `-H ${quote("Content-Type: application/json")}`,
    `-d ${quote(JSON.stringify(request))}`,
  ].join(" \\\n  ");
}

/** Quotes any text as one word of a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
