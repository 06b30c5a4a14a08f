import { type LockRequest, type ModelBrowser, ModelSource, type Task } from "./model-tabs";

/** What a page finds in its browser, except its window and its document. It belongs to the tab that is running. */
export function globalsOf(browser: ModelBrowser): Record<string, unknown> {
  const timer = (run: () => void, milliseconds = 0): { task: Task } => ({
    task: browser.post(browser.current, run, milliseconds),
  });
  const cancel = (handle?: { task: Task }): void => {
    if (handle) browser.cancel(handle.task);
  };
  return {
    setTimeout: timer,
    clearTimeout: cancel,
    setInterval: (run: () => void, milliseconds: number) => {
      const { current: tab } = browser;
      const again = (): void => {
        handle.task = browser.post(tab, again, milliseconds);
        run();
      };
      const handle = { task: browser.post(tab, again, milliseconds) };
      return handle;
    },
    clearInterval: cancel,
    EventSource: class extends ModelSource {
      constructor(url: string) {
        const cursor = /last_event_id=(\d+)/.exec(url)?.[1];
        super(browser.current, cursor === undefined ? null : Number(cursor));
      }
    },
    MessageChannel: class {
      readonly port1 = Object.assign(new EventTarget(), { start: () => {} });
      readonly port2 = {
        postMessage: () => browser.post(browser.current, () => this.port1.dispatchEvent(new Event("message"))),
      };
    },
    BroadcastChannel: class extends EventTarget {
      readonly #membership = browser.join(this);
      postMessage(data: unknown): void {
        this.#membership.send(data);
      }
      close(): void {
        this.#membership.close();
      }
    },
    fetch: (_address: string, init: { signal?: AbortSignal }) => {
      const { current: tab } = browser;
      return new Promise<Response>((resolve, reject) => {
        browser.post(tab, () => {
          if (browser.isConnected && !init.signal?.aborted) resolve(browser.listAnswer(tab));
          else reject(new TypeError("no network"));
        });
      });
    },
    location: { href: "https://app.test/" },
    performance: { now: () => browser.now },
    navigator: { onLine: true, ...(browser.hasLocks && { locks: locksOf(browser) }) },
  };
}

function locksOf(browser: ModelBrowser) {
  return {
    request: (_name: string, options: LockOptions, callback: () => Promise<void> | undefined) => {
      const { current: tab } = browser;
      return new Promise<void>((resolve, reject) => {
        const request: LockRequest = {
          tab,
          grant: () => {
            const held = callback();
            void (held ?? Promise.resolve()).then(resolve);
            return held;
          },
          reject: () => browser.post(tab, () => reject(new DOMException("stolen", "AbortError"))),
        };
        options.signal?.addEventListener("abort", () => {
          if (granted) return;
          browser.withdraw(request);
          reject(new DOMException("not wanted", "AbortError"));
        });
        let granted = false;
        const { grant } = request;
        request.grant = () => {
          granted = true;
          return grant();
        };
        browser.request(request, options.steal === true);
      });
    },
  };
}
