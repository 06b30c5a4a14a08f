import type { Connection } from "@/lib/client/use-notifications";

const TROUBLE: Readonly<Partial<Record<Connection, string>>> = {
  reconnecting: "reconnecting",
  offline: "offline",
  paused: "paused",
  "signed-out": "signed out",
};

/** What a screen reader says for the bell: "Notifications, 3 unread, reconnecting". */
export function bellLabel(unread: number, connection: Connection): string {
  return ["Notifications", unread > 0 && `${unread} unread`, TROUBLE[connection]].filter(Boolean).join(", ");
}
