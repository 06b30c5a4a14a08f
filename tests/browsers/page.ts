import type { Driver } from "./drivers/driver";
import { clickAt, keysOf } from "./drivers/input-source";

/** One tab or window of a browser, and what a person does in it. */
export class Page {
  constructor(
    private readonly driver: Driver,
    private readonly handle: string,
    private readonly origin: string,
  ) {}

  goto(path: string): Promise<void> {
    return this.driver.navigate(this.handle, new URL(path, this.origin).href);
  }

  reload(): Promise<void> {
    return this.driver.reload(this.handle);
  }

  /** Calls a function in the page. It sees none of the names around it; arguments and result travel as JSON. */
  async evaluate<Arguments extends readonly unknown[], Result>(
    call: (...args: Arguments) => Result | Promise<Result>,
    ...args: Arguments
  ): Promise<Result> {
    const json = args.map((value) => JSON.stringify(value)).join();
    const answer = await this.driver.evaluate(
      this.handle,
      `(async () => JSON.stringify([await (${call.toString()})(${json})]))()`,
    );
    return (JSON.parse(answer) as [Result])[0];
  }

  /** The text of the first such element that is drawn; null when there is none. */
  text(selector: string): Promise<string | null> {
    return this.evaluate(
      (selector) =>
        [...document.querySelectorAll(selector)].find((element) => element.checkVisibility())?.textContent ?? null,
      selector,
    );
  }

  /** Clicks into the middle of an element as soon as it rests there with nothing over it. */
  async click(selector: string): Promise<void> {
    const [x, y] = await this.evaluate(async (selector) => {
      for (let before = ""; ;) {
        await new Promise(requestAnimationFrame);
        const element = document.querySelector(selector);
        if (!element) continue;
        const { left, top, width, height } = element.getBoundingClientRect();
        const [x, y] = [left + width / 2, top + height / 2];
        const now = [left, top, width, height].join();
        if (now === before && element.contains(document.elementFromPoint(x, y))) return [x, y] as const;
        before = now;
      }
    }, selector);
    await this.driver.act(this.handle, [clickAt(x, y)]);
  }

  /** Presses a key, or several together: "Shift+Tab". */
  press(keys: string): Promise<void> {
    return this.driver.act(this.handle, [keysOf(keys)]);
  }

  close(): Promise<void> {
    return this.driver.close(this.handle);
  }
}
