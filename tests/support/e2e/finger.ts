import type { CDPSession, Locator, Page } from "@playwright/test";

interface Point {
  x: number;
  y: number;
}

/** One finger, with touches as the browser reports them. */
export class Finger {
  private constructor(private readonly session: CDPSession) {}

  static async on(page: Page): Promise<Finger> {
    return new Finger(await page.context().newCDPSession(page));
  }

  async down(at: Point): Promise<void> {
    await this.session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [at] });
  }

  /** In steps, as a finger moves. */
  async move(from: Point, to: Point): Promise<void> {
    const steps = 12;
    for (let step = 1; step <= steps; step++) {
      const x = from.x + ((to.x - from.x) * step) / steps;
      const y = from.y + ((to.y - from.y) * step) / steps;
      await this.session.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ x, y }] });
      await new Promise((resolve) => setTimeout(resolve, 16));
    }
  }

  async up(): Promise<void> {
    await this.session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  }

  async drag(from: Point, by: { x?: number; y?: number }): Promise<void> {
    const to = { x: from.x + (by.x ?? 0), y: from.y + (by.y ?? 0) };
    await this.down(from);
    await this.move(from, to);
    // A finger that rests before it lets go: no flick.
    await new Promise((resolve) => setTimeout(resolve, 60));
    await this.move(to, to);
    await this.up();
  }
}

export async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error("not on screen");
  return box;
}

export async function middleOf(locator: Locator): Promise<Point> {
  const box = await boxOf(locator);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
