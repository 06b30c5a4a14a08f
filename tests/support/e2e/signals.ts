import { expect, type Page } from "@playwright/test";

import { Inbox } from "./inbox";

interface Signals {
  /** The messages of all toasts there ever were. */
  toasts: string[];
  /** The announcements to a screen reader. */
  said: string[];
  /** The notes of sounds. Two notes are one sound. */
  notes: number[];
  /** The numbers on the app's icon. Headless Chromium has no icon, so this records what the page asks for. */
  badges: string[];
}

/** Opens a page that records its signals, and waits until it knows its count. */
export async function openRecorded(page: Page, unread = 0): Promise<Inbox> {
  await page.addInitScript(recordSignals);
  const inbox = await Inbox.open(page);
  if (unread > 0) await inbox.expectBadge(unread);
  else await expect.poll(() => lastBadge(page)).toBe("none");
  return inbox;
}

export async function signalsOf<Kind extends keyof Signals>(page: Page, kind: Kind): Promise<Signals[Kind]> {
  return (await page.evaluate(() => (globalThis as unknown as { signals: Signals }).signals))[kind];
}

export async function signalsOfAll<Kind extends keyof Signals>(
  pages: readonly Page[],
  kind: Kind,
): Promise<Signals[Kind][number][]> {
  return (await Promise.all(pages.map((page) => signalsOf(page, kind)))).flat();
}

/** The number on the app's icon; "none" without one. */
export async function lastBadge(page: Page): Promise<string | undefined> {
  return (await signalsOf(page, "badges")).at(-1);
}

/** Runs in the page before its scripts, and records their signals. */
function recordSignals(): void {
  const signals: Signals = { toasts: [], said: [], notes: [], badges: [] };
  Object.assign(globalThis, { signals });
  const start = AudioScheduledSourceNode.prototype.start;
  AudioScheduledSourceNode.prototype.start = function (this: AudioScheduledSourceNode, when?: number) {
    signals.notes.push(when ?? 0);
    start.call(this, when);
  };
  navigator.setAppBadge = async (count) => void signals.badges.push(String(count));
  navigator.clearAppBadge = async () => void signals.badges.push("none");
  const watch = new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      for (const node of addedNodes) {
        if (node.textContent && target instanceof Element && target.closest("output"))
          signals.said.push(node.textContent);
        const title = node instanceof Element && node.closest("[role=region]") && node.querySelector("[dir=auto]");
        if (title) signals.toasts.push(title.textContent);
      }
    }
  });
  document.addEventListener("DOMContentLoaded", () =>
    watch.observe(document.body, { subtree: true, childList: true, characterData: true }),
  );
}
