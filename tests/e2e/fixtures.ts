import { test as base, expect, type BrowserContext, type Locator, type Page } from "@playwright/test";
import postgres from "postgres";

import type { Connection } from "@/lib/notifications/client";
import { AppendResponse } from "@/lib/notifications/contract";
import { e2eEnvironment, type E2eEnvironment } from "@/tests/support/e2e-environment";

/** A user of this test alone, whom backend services notify. */
class Person {
  constructor(
    readonly id: string,
    readonly sql: postgres.Sql,
    private readonly producer: { url: string; key: string },
  ) {}

  /** Notifies this person as a backend service does, and returns the notification's id. */
  async notify(message: string, extra: { type?: string; link?: string } = {}): Promise<string> {
    const response = await fetch(`${this.producer.url}/api/internal/notifications`, {
      method: "POST",
      headers: { Authorization: `Bearer ${this.producer.key}`, "Content-Type": "application/json" },
      body: JSON.stringify({ user_id: this.id, type: "order.shipped", message, ...extra }),
    });
    expect(response.status).toBe(201);
    return AppendResponse.parse(await response.json()).notifications[0]?.id ?? "";
  }

  /** Notifies of all of these, oldest first, as if it had been so many hours before `now`. */
  async notifyOldOnes(
    messages: readonly { message: string; type: string; link?: string; hoursAgo: number }[],
    now: string,
  ): Promise<void> {
    for (const { message, hoursAgo, ...extra } of messages) {
      const id = await this.notify(message, extra);
      const at = new Date(Date.parse(now) - hoursAgo * 3_600_000);
      await this.sql`update notifications set created_at = ${at} where id = ${id}`;
    }
  }

  async notifyMany(count: number): Promise<void> {
    for (let n = 1; n <= count; n++) await this.notify(`Message ${n}`);
  }

  /**
   * Gives this person `count` unread notifications at once, straight into the database: "Message 1",
   * the oldest, to "Message n", ten minutes apart; every seventh is a long one.
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

  /** Has this person's notifications deleted as a backend service does. */
  async erase(): Promise<void> {
    const response = await fetch(`${this.producer.url}/api/internal/users/${this.id}/notifications`, {
      method: "DELETE",
      headers: { Authorization: `Bearer ${this.producer.key}` },
    });
    expect(response.status).toBe(204);
  }

  /** Messages that the database has as read, and when. */
  async read(): Promise<Map<string, Date>> {
    const rows = await this.sql<{ message: string; read_at: Date }[]>`
      select message, read_at from notifications where user_id = ${this.id} and read_at is not null`;
    return new Map(rows.map((row) => [row.message, row.read_at]));
  }

  /** Acknowledges as another device does. */
  async acknowledgeElsewhere(context: BrowserContext, id: string): Promise<void> {
    // Once more when the server closed an idle connection just then (RFC 9110, 9.2.2: acknowledging is idempotent).
    const response = await context.request.post("/api/notifications/read", { data: { id }, maxRetries: 1 });
    expect(response.status()).toBe(204);
  }

  end(): Promise<void> {
    return this.sql.end();
  }

  async signIn(context: BrowserContext): Promise<void> {
    const response = await context.request.post("/api/session", { data: { user_id: this.id } });
    expect(response.status()).toBe(204);
  }
}

/** What the global setup started. */
export function environmentOfRun(): E2eEnvironment {
  const environment = e2eEnvironment();
  if (!environment) throw new Error("the global setup has not run");
  return environment;
}

/** A user with no notifications yet. End it when the test is over. */
export async function newPerson(): Promise<Person> {
  const environment = environmentOfRun();
  const sql = postgres(environment.databaseUrl, { max: 1 });
  const id = crypto.randomUUID();
  await sql`insert into users (id, name) values (${id}, 'Test Person')`;
  return new Person(id, sql, { url: environment.url, key: environment.producerKey });
}

interface Fixtures {
  person: Person;
  /** A page of the person's signed-in browser. */
  page: Page;
}

export const test = base.extend<Fixtures>({
  // Playwright reads which fixtures are needed from the pattern, so it stands even when it is empty.
  // oxlint-disable-next-line no-empty-pattern
  person: async ({}, use) => {
    const person = await newPerson();
    await use(person);
    await person.end();
  },
  page: async ({ person, context }, use) => {
    await person.signIn(context);
    await use(await context.newPage());
  },
});

/** The notifications of one page, as a person sees them. */
export class Inbox {
  readonly bell: Locator;
  readonly badge: Locator;
  readonly panel: Locator;
  readonly items: Locator;
  /** The items that are marked as unread, for the eye and for a screen reader. */
  readonly unread: Locator;
  /** What scrolls. */
  readonly scroller: Locator;

  constructor(readonly page: Page) {
    this.bell = page.getByRole("button", { name: /^Notifications/ });
    this.badge = page.getByTestId("unread-badge");
    this.panel = page.getByRole("dialog", { name: /^Notifications/ });
    // An acknowledged one is inert while it leaves.
    this.items = this.panel.locator("[data-notification]:not([inert])");
    this.unread = this.items.filter({ has: page.getByText("Unread", { exact: true }) }).filter({
      has: page.locator("[data-unread-dot]"),
    });
    this.scroller = this.panel.getByRole("feed").locator("..");
  }

  /** Opens a page of the app and waits until it is live. */
  static async open(page: Page, path = "/orders"): Promise<Inbox> {
    const inbox = new Inbox(page);
    await page.goto(path);
    await inbox.expectConnection("live");
    return inbox;
  }

  /** Waits until the bell knows that the page's connection is like this. */
  async expectConnection(connection: Connection): Promise<void> {
    await expect(this.bell).toHaveAttribute("data-connection", connection);
  }

  /** Has the server refuse every acknowledgement from here on. */
  async refuseAcknowledgements(): Promise<void> {
    await this.page.route("**/api/notifications/read*", (route) =>
      route.fulfill({
        status: 403,
        contentType: "application/problem+json",
        json: { type: "urn:problem-type:notifications:forbidden", title: "Not allowed", status: 403 },
      }),
    );
  }

  async openPanel(): Promise<void> {
    await this.bell.click();
    await expect(this.panel).toBeVisible();
  }

  showList(name: "Unread" | "All"): Promise<void> {
    return this.panel.getByRole("tab", { name }).click();
  }

  acknowledge(message: string): Promise<void> {
    return this.panel.getByRole("button", { name: `Mark as read: ${message}`, exact: true }).click();
  }

  /** Waits until exactly these are shown, from the top. */
  async expectMessages(...messages: string[]): Promise<void> {
    await expect(this.items.locator("p[dir=auto]")).toHaveText(messages);
  }

  /** Waits until at least so many are shown. */
  async expectItems(atLeast: number): Promise<void> {
    await expect.poll(() => this.items.count()).toBeGreaterThanOrEqual(atLeast);
  }

  item(message: string): Locator {
    return this.items.filter({ has: this.page.getByText(message, { exact: true }) });
  }

  /** The message of the item that has focus; null when it is elsewhere. */
  focusedMessage(): Promise<string | null> {
    return this.page.evaluate(() => {
      const row = document.activeElement?.matches("[data-notification]") ? document.activeElement : null;
      return row?.querySelector("p[dir=auto]")?.textContent ?? null;
    });
  }

  expectFocusOn(message: string): Promise<void> {
    return expect.poll(() => this.focusedMessage()).toBe(message);
  }

  /** Messages from the top to the end, read while scrolling there, however many are drawn at a time. */
  async readThrough(): Promise<string[]> {
    const read = new Map<number, string>();
    const readDrawn = async (): Promise<void> => {
      const drawn = await this.items.evaluateAll((rows) =>
        rows.map((row) => ({
          position: Number(row.ariaPosInSet),
          message: row.querySelector("p[dir=auto]")?.textContent ?? "",
        })),
      );
      for (const { position, message } of drawn) read.set(position, message);
    };
    for (let atEnd = false; !atEnd;) {
      await readDrawn();
      atEnd = await this.scroller.evaluate(async (scroller) => {
        const more = scroller.textContent.includes("Loading older");
        scroller.scrollBy(0, scroller.clientHeight);
        const { top, bottom } = scroller.getBoundingClientRect();
        const rows = scroller.getElementsByTagName("article");
        const isDrawnAt = (y: number): boolean =>
          [...rows].some((row) => row.getBoundingClientRect().top <= y && y <= row.getBoundingClientRect().bottom);
        const isEndDrawn = (): boolean => {
          const last = rows.item(rows.length - 1);
          return last?.ariaPosInSet === last?.ariaSetSize;
        };
        // A busy machine draws what has been scrolled to some frames later.
        do await new Promise(requestAnimationFrame);
        while (!isDrawnAt(top + 1) || !(isDrawnAt(bottom - 1) || isEndDrawn()));
        return !more && isEndDrawn() && scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1;
      });
    }
    await readDrawn();
    return [...read].toSorted(([one], [other]) => one - other).map(([, message]) => message);
  }

  /** Waits until the badge shows `count`; 0 is no badge. */
  async expectBadge(count: number | string): Promise<void> {
    if (count === 0) await expect(this.badge).toBeHidden();
    else await expect(this.badge).toHaveText(String(count));
  }
}

export { expect };
