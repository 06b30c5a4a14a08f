import { DEMO_USERS } from "@/lib/demo/users";

const MARGIN = "  ";

/** What `npm run dev` tells: each entry with its first line beside the label and the others below it. */
export function summary(entries: Readonly<Record<string, readonly string[]>>): string {
  const width = Math.max(...Object.keys(entries).map((label) => label.length)) + MARGIN.length;
  return Object.entries(entries)
    .flatMap(([label, lines]) => lines.map((line, index) => MARGIN + (index === 0 ? label : "").padEnd(width) + line))
    .join("\n");
}

/** One line for a shell that notifies the first demo user. */
export function curlCommand(origin: string, producerKey: string): string {
  const [ada] = DEMO_USERS;
  const body = JSON.stringify({ user_id: ada.id, type: "greeting", message: "Hello Ada" });
  return [
    `curl ${origin}/api/internal/notifications`,
    `-H 'Authorization: Bearer ${producerKey}'`,
    `-H 'Content-Type: application/json'`,
    `-d '${body}'`,
  ].join(" ");
}
