import { test as base, expect, type BrowserContext, type Locator, type Page } from "@playwright/test";
import postgres from "postgres";

import { AppendResponse } from "@/lib/contract";
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

  async notifyMany(count: number): Promise<void> {
    for (let n = 1; n <= count; n++) await this.notify(`Message ${n}`);
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

  constructor(page: Page) {
    this.bell = page.getByRole("button", { name: /^Notifications/ });
    this.badge = page.getByTestId("unread-badge");
    this.panel = page.getByRole("dialog", { name: /^Notifications/ });
    // An acknowledged one is inert while it leaves.
    this.items = this.panel.locator("[data-notification]:not([inert])");
  }

  /** Opens a page of the app and waits until it is live. */
  static async open(page: Page, path = "/team"): Promise<Inbox> {
    const inbox = new Inbox(page);
    const streaming = page.waitForResponse((response) => response.url().includes("/api/notifications/stream"));
    await page.goto(path);
    await streaming;
    return inbox;
  }

  async openPanel(): Promise<void> {
    await this.bell.click();
    await expect(this.panel).toBeVisible();
  }

  acknowledge(message: string): Promise<void> {
    return this.panel.getByRole("button", { name: `Mark as read: ${message}`, exact: true }).click();
  }

  /** Waits until exactly these are shown, from the top. */
  async expectMessages(...messages: string[]): Promise<void> {
    await expect(this.items.locator("p[dir=auto]")).toHaveText(messages);
  }

  /** Waits until the badge shows `count`; 0 is no badge. */
  async expectBadge(count: number | string): Promise<void> {
    if (count === 0) await expect(this.badge).toBeHidden();
    else await expect(this.badge).toHaveText(String(count));
  }
}

export { expect };
