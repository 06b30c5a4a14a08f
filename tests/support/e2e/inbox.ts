import { expect, type Locator, type Page, type Route } from "@playwright/test";

import type { Connection } from "@/lib/notifications/client";

import { problem } from "./interruptions";
import { HOME } from "./pages";

const ACKNOWLEDGEMENTS = "**/api/notifications/read*";

/** The notifications of one page, as a person sees them. */
export class Inbox {
  readonly bell: Locator;
  readonly badge: Locator;
  readonly panel: Locator;
  readonly items: Locator;
  /** The items that are marked as unread, for the eye and for a screen reader. */
  readonly unread: Locator;
  /** The part of the panel that scrolls. */
  readonly scroller: Locator;
  /** The toasts that are not on their way out. */
  readonly toasts: Locator;

  constructor(
    readonly page: Page,
    /** The accessible names of its parts. */
    names: Record<"bell" | "panel" | "toasts", RegExp | string> = {
      bell: /^Notifications/,
      panel: /^Notifications/,
      toasts: /^New notifications/,
    },
  ) {
    this.bell = page.getByRole("button", { name: names.bell });
    this.badge = page.getByTestId("unread-badge");
    this.panel = page.getByRole("dialog", { name: names.panel });
    // An acknowledged one is inert while it leaves.
    this.items = this.panel.locator("[data-notification]:not([inert])");
    this.unread = this.items.filter({ has: page.getByText("Unread", { exact: true }) }).filter({
      has: page.locator("[data-unread-dot]"),
    });
    this.scroller = this.panel.getByRole("feed").locator("..");
    this.toasts = page.getByRole("region", { name: names.toasts }).locator("[role=dialog]:not([inert])");
  }

  /** Opens a page of the app and waits until it is live. */
  static async open(page: Page, path = HOME.path): Promise<Inbox> {
    const inbox = new Inbox(page);
    await page.goto(path);
    await inbox.expectConnection("live");
    return inbox;
  }

  /** Opens a page of the app, and its panel. */
  static async openPanel(page: Page, path?: string): Promise<Inbox> {
    const inbox = await Inbox.open(page, path);
    await inbox.openPanel();
    return inbox;
  }

  async openPanel(): Promise<void> {
    await this.bell.click();
    await expect(this.panel).toBeVisible();
  }

  /** Waits until the bell knows that the page's connection is like this. */
  async expectConnection(connection: Connection, timeout = 10_000): Promise<void> {
    await expect(this.bell).toHaveAttribute("data-connection", connection, { timeout });
  }

  /** Records what the bell says of the connection from now on. Returns a function that reads the record. */
  async recordConnections(): Promise<() => Promise<string[]>> {
    const record = await this.bell.evaluateHandle((bell) => {
      const connections: string[] = [];
      new MutationObserver(() => connections.push(bell.getAttribute("data-connection") ?? "")).observe(bell, {
        attributeFilter: ["data-connection"],
      });
      return connections;
    });
    return () => record.jsonValue();
  }

  showList(name: "Unread" | "All"): Promise<void> {
    return this.panel.getByRole("tab", { name }).click();
  }

  acknowledge(message: string): Promise<void> {
    return this.panel.getByRole("button", { name: `Mark as read: ${message}`, exact: true }).click();
  }

  acknowledgeAll(): Promise<void> {
    return this.panel.getByRole("button", { name: "Mark all as read" }).click();
  }

  /** Answers acknowledgements in place of the server until `answerNormally`. */
  async answerAcknowledgements(answer: (route: Route) => unknown): Promise<void> {
    await this.page.route(ACKNOWLEDGEMENTS, answer);
  }

  /** Has the server refuse every acknowledgement until `answerNormally`. */
  refuseAcknowledgements(): Promise<void> {
    return this.answerAcknowledgements((route) => route.fulfill(problem(403, "forbidden")));
  }

  async answerNormally(): Promise<void> {
    await this.page.unroute(ACKNOWLEDGEMENTS);
  }

  /** Waits until exactly these are shown, from the top. */
  async expectMessages(...messages: string[]): Promise<void> {
    await expect(this.items.locator("p[dir=auto]")).toHaveText(messages);
  }

  /** Waits until "Message n" down to "Message 1" are shown, below these. */
  expectMany(count: number, ...above: string[]): Promise<void> {
    return this.expectMessages(...above, ...Array.from({ length: count }, (_, index) => `Message ${count - index}`));
  }

  /** Waits until at least so many are shown. */
  async expectItems(atLeast: number): Promise<void> {
    await expect.poll(() => this.items.count()).toBeGreaterThanOrEqual(atLeast);
  }

  /** Waits until the badge shows `count`; 0 is no badge. */
  async expectBadge(count: number | string, timeout = 10_000): Promise<void> {
    if (count === 0) await expect(this.badge).toBeHidden({ timeout });
    else await expect(this.badge).toHaveText(String(count), { timeout });
  }

  item(message: string): Locator {
    return this.items.filter({ has: this.page.getByText(message, { exact: true }) });
  }

  /** The message of the item that has focus; null when another element has it. */
  focusedMessage(): Promise<string | null> {
    return this.page.evaluate(() => {
      const row = document.activeElement?.matches("[data-notification]") ? document.activeElement : null;
      return row?.querySelector("p[dir=auto]")?.textContent ?? null;
    });
  }

  expectFocusOn(message: string): Promise<void> {
    return expect.poll(() => this.focusedMessage()).toBe(message);
  }

  /** The numbers in the messages from the top to the end, read while scrolling there. */
  async readThrough(): Promise<number[]> {
    const read = new Map<number, number>();
    const readDrawn = async (): Promise<void> => {
      const drawn = await this.items.evaluateAll((rows) =>
        rows.map((row) => ({
          position: Number(row.ariaPosInSet),
          number: Number(/^Message (\d+)/.exec(row.querySelector("p[dir=auto]")?.textContent ?? "")?.[1]),
        })),
      );
      for (const { position, number } of drawn) read.set(position, number);
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
    return [...read].toSorted(([one], [other]) => one - other).map(([, number]) => number);
  }
}
