import { PRODUCER_KEY } from "@/tests/support/app/settings";
import { System } from "@/tests/support/app/system";
import { HOME } from "@/tests/support/e2e/pages";
import { FaultProxy } from "@/tests/support/programs/fault-proxy";

import type { Driver, PageKind } from "./drivers/driver";
import { Inbox } from "./inbox";
import { Page } from "./page";

/** One browser, and the production build on plain http behind a network that can be cut. */
export class Stage {
  readonly #pages = new Set<Page>();

  private constructor(
    readonly browser: Driver,
    readonly system: System,
    readonly network: FaultProxy,
  ) {}

  static async start(startBrowser: () => Promise<Driver>): Promise<Stage> {
    const browser = await startBrowser();
    console.log(`The browser is ${browser.version}`);
    try {
      const system = await System.start();
      const network = await FaultProxy.start(Number(new URL(system.url).port));
      return new Stage(browser, system, network);
    } catch (error) {
      await browser.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.browser.stop();
    this.network.stop();
    await this.system.stop();
  }

  /** An empty page. */
  async open(kind: PageKind = "window", host = "127.0.0.1"): Promise<Page> {
    const page = new Page(this.browser, await this.browser.open(kind), this.url(host));
    this.#pages.add(page);
    return page;
  }

  url(host = "127.0.0.1"): string {
    return `http://${host}:${this.network.port}`;
  }

  async close(page: Page): Promise<void> {
    this.#pages.delete(page);
    await page.close();
  }

  async closeAll(): Promise<void> {
    for (const page of this.#pages) await this.close(page);
  }

  /** Signs the browser in as somebody who has no notifications yet. Returns the user's id. */
  async signIn(): Promise<string> {
    const [userId = ""] = await this.system.addUsers(1);
    const page = await this.open();
    await page.goto("/sign-in");
    const status = await page.evaluate(
      async (body) => {
        const answer = await fetch("/api/session", {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body,
        });
        return answer.status;
      },
      JSON.stringify({ user_id: userId }),
    );
    if (status !== 204) throw new Error(`not signed in: ${status}`);
    await this.close(page);
    return userId;
  }

  /** Opens a page of the app and waits until it is live. */
  async openInbox(kind?: PageKind): Promise<Inbox> {
    const inbox = new Inbox(await this.open(kind));
    await inbox.page.goto(HOME.path);
    await inbox.expectConnection("live");
    return inbox;
  }

  /** Streams that the server has open. */
  async streams(): Promise<number> {
    const response = await this.system.fetch("/api/metrics", { headers: { Authorization: `Bearer ${PRODUCER_KEY}` } });
    const [, count] = /^notifications_streams_open (\d+)$/mu.exec(await response.text()) ?? [];
    return Number(count);
  }

  /** Cuts every connection, and lets none be made until `connect`. */
  disconnect(): void {
    this.network.refuse();
    this.network.cut("reset");
  }

  connect(): Promise<void> {
    return this.network.accept();
  }

  /** Messages that the database has as read. */
  async readMessages(userId: string): Promise<string[]> {
    const rows = await this.system.sql<{ message: string }[]>`
      select message from notifications where user_id = ${userId} and read_at is not null order by created_at, id`;
    return rows.map(({ message }) => message);
  }
}
