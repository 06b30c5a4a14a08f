import type { Connection } from "../../../lib/notifications/client";
import type { BellTexts } from "../texts/en/bell";

/** What a screen reader says for the bell: "Notifications, 3 unread, reconnecting". */
export function bellLabel(texts: BellTexts, unread: number, connection: Connection, language: string): string {
  const trouble: Readonly<Partial<Record<Connection, string>>> = texts.trouble;
  return [
    texts.notifications,
    unread > 0 && texts.unread(new Intl.NumberFormat(language).format(unread)),
    trouble[connection],
  ]
    .filter(Boolean)
    .join(", ");
}
