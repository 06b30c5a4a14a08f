import { expect } from "vitest";

import type { Connection } from "@/lib/notifications/client";

import type { Page } from "./page";

const BELL = "button[data-connection]";
const BADGE = "[data-testid=unread-badge]";
const PANEL = "dialog[open]:has([role=tablist])";
/** An acknowledged one is inert while it leaves. */
const ITEMS = `${PANEL} [data-notification]:not([inert])`;

/** The notifications of one page, as a person sees and uses them. */
export class Inbox {
  constructor(readonly page: Page) {}

  /** Waits until the bell knows that the page's connection is like this. */
  async expectConnection(connection: Connection): Promise<void> {
    const read = (bell: string): string | null => document.querySelector(bell)?.getAttribute("data-connection") ?? null;
    await expectSoon(() => this.page.evaluate(read, BELL), connection);
  }

  /** Waits until the badge shows `count`; 0 is no badge. */
  async expectBadge(count: number): Promise<void> {
    await expectSoon(() => this.page.text(BADGE), count === 0 ? null : String(count));
  }

  async openPanel(): Promise<void> {
    await this.page.click(BELL);
    await expectSoon(() => this.page.evaluate((panel) => document.querySelector(panel) !== null, PANEL), true);
  }

  showList(name: "Unread" | "All"): Promise<void> {
    return this.page.click(`${PANEL} [role=tab]:nth-of-type(${name === "Unread" ? 1 : 2})`);
  }

  acknowledge(message: string): Promise<void> {
    return this.page.click(`${PANEL} button[aria-label="Mark as read: ${message}"]`);
  }

  /** Waits until focus is on the item with this message. */
  async expectFocusOn(message: string): Promise<void> {
    await expectSoon(() => this.focusedMessage(), message);
  }

  /** The message of the item that has focus; null when it is elsewhere. */
  focusedMessage(): Promise<string | null> {
    return this.page.evaluate(() => {
      const row = document.activeElement?.matches("[data-notification]") ? document.activeElement : null;
      return row?.querySelector("p[dir=auto]")?.textContent ?? null;
    });
  }

  messages(): Promise<string[]> {
    return this.page.evaluate(
      (items) =>
        [...document.querySelectorAll(items)].map((item) => item.querySelector("p[dir=auto]")?.textContent ?? ""),
      ITEMS,
    );
  }

  /** Waits until at least so many are shown. */
  async expectItems(atLeast: number): Promise<void> {
    await expectSoon(async () => (await this.messages()).length >= atLeast, true);
  }

  /** Waits until exactly these are shown, from the top. */
  async expectMessages(...messages: string[]): Promise<void> {
    await expectSoon(() => this.messages(), messages);
  }
}

async function expectSoon<Value>(read: () => Promise<Value>, value: Value): Promise<void> {
  await expect.poll(read).toEqual(value);
}
