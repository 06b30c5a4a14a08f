"use client";

import { useNotifications } from "@/lib/notifications/client";

/** Headless: the hook, and markup of one's own. */
export function BreadBasket() {
  const { notifications, unread, markRead } = useNotifications();
  return (
    <section aria-label="Bread basket">
      <p>{unread} fresh</p>
      <ul>
        {notifications.map(({ id, message }) => (
          <li key={id}>
            {message} <button onClick={() => markRead(id)}>Take {message}</button>
          </li>
        ))}
      </ul>
    </section>
  );
}
