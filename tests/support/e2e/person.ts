import { expect, type APIResponse, type BrowserContext } from "@playwright/test";
import postgres from "postgres";

import { AppendResponse } from "@/lib/notifications/contract";

import { environmentOfRun } from "./environment";

/** A notification as a test gives it. */
interface Sent {
  message: string;
  type: string;
  link?: string;
}

/** For idempotent requests: the server may close an idle connection at the moment when the client uses it again. */
const RETRIED = { maxRetries: 1 };

/** A user of one test alone, whom backend services notify. */
export class Person {
  readonly id = crypto.randomUUID();
  readonly sql = postgres(environmentOfRun().databaseUrl, { max: 1 });

  private constructor() {}

  /** A user with no notifications yet. End it when the test is over. */
  static async create(): Promise<Person> {
    const person = new Person();
    await person.sql`insert into users (id, name) values (${person.id}, 'Test Person')`;
    return person;
  }

  end(): Promise<void> {
    return this.sql.end();
  }

  async signIn(context: BrowserContext): Promise<void> {
    const response = await context.request.post("/api/session", { data: { user_id: this.id }, ...RETRIED });
    expect(response.status()).toBe(204);
  }

  /** Notifies this person as a backend service does, and returns the notification's id. */
  async notify(message: string, extra: { type?: string; link?: string } = {}): Promise<string> {
    const body = { user_id: this.id, type: "order.shipped", message, ...extra };
    const response = await asBackend("POST", "/api/internal/notifications", body);
    expect(response.status).toBe(201);
    return AppendResponse.parse(await response.json()).notifications[0]?.id ?? "";
  }

  /** Notifies of all of these, in this order. */
  async notifyAll(...messages: string[]): Promise<void> {
    for (const message of messages) await this.notify(message);
  }

  /** Notifies of "Message 1" to "Message n". */
  notifyMany(count: number): Promise<void> {
    return this.notifyAll(...Array.from({ length: count }, (_, index) => `Message ${index + 1}`));
  }

  /** Notifies of all of these, oldest first, as if it had been so many hours before `now`. */
  async notifyOldOnes(messages: readonly (Sent & { hoursAgo: number })[], now: string): Promise<void> {
    for (const { message, hoursAgo, ...extra } of messages) {
      const id = await this.notify(message, extra);
      const at = new Date(Date.parse(now) - hoursAgo * 3_600_000);
      await this.sql`update notifications set created_at = ${at} where id = ${id}`;
    }
  }

  /**
   * Gives this person `count` unread notifications at once, straight into the database: "Message 1", the oldest, to
   * "Message n", ten minutes apart; every seventh is a long one.
   */
  async hasMany(count: number): Promise<void> {
    await this.sql.begin(async (sql) => {
      await sql`
        insert into notification_feeds (user_id, head_seq, unread_count) values (${this.id}, ${count}, ${count})`;
      await sql`
        insert into notifications (id, user_id, type, message, created_at, seq)
        select
          (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3)
            || '8' || substr(md5(random()::text), 1, 15))::uuid,
          ${this.id}, 'order.shipped',
          'Message ' || n || case when n % 7 = 0 then repeat(' and quite a few more words', 5) else '' end, at, n
        from (
          select n, date_trunc('milliseconds', now() - (${count} - n) * interval '10 minutes') as at
          from generate_series(1, ${count}::int) as n
        ) as many`;
    });
  }

  /** Acknowledges as another device does. */
  async acknowledgeElsewhere(context: BrowserContext, id: string): Promise<void> {
    const response = await context.request.post("/api/notifications/read", { data: { id }, ...RETRIED });
    expect(response.status()).toBe(204);
  }

  /** Erases this person's notifications as a backend service does. */
  async erase(): Promise<void> {
    const response = await asBackend("DELETE", `/api/internal/users/${this.id}/notifications`);
    expect(response.status).toBe(204);
  }

  /** The list of unread ones as the server answers it now. */
  unreadList(context: BrowserContext): Promise<APIResponse> {
    return context.request.get(`/api/notifications?status=unread&limit=50&user=${this.id}`, RETRIED);
  }

  /** The messages that the database has as read, in alphabetical order. */
  async read(): Promise<string[]> {
    const rows = await this.sql<{ message: string }[]>`
      select message from notifications where user_id = ${this.id} and read_at is not null order by message`;
    return rows.map(({ message }) => message);
  }

  /** Waits until the database has exactly these as read. */
  async expectRead(messages: readonly string[], timeout = 10_000): Promise<void> {
    await expect.poll(() => this.read(), { timeout }).toEqual(messages);
  }
}

function asBackend(method: string, path: string, body?: object): Promise<Response> {
  const { url, producerKey } = environmentOfRun();
  return fetch(url + path, {
    method,
    headers: { Authorization: `Bearer ${producerKey}`, ...(body && { "Content-Type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
  });
}
