import getPort from "get-port";

import { systemProgram } from "@/tests/support/programs/system-program";
import { until } from "@/tests/support/until";

import { startDesktop } from "./desktop";
import type { Driver, Preferences } from "./driver";

const START_TIMEOUT_MS = 30_000;

interface NewSession {
  sessionId: string;
  capabilities: { browserVersion: string };
}

/** A real WebKitGTK, which is Safari's engine, through WebDriver (https://www.w3.org/TR/webdriver2). */
export async function startWebkit(preferences: Preferences = {}): Promise<Driver> {
  const program = systemProgram({
    names: ["WebKitWebDriver"],
    debianPackages: ["webkit2gtk-driver"],
    advice: "apt-get install webkit2gtk-driver",
  });
  const desktop = await startDesktop(preferences);
  try {
    const port = await getPort({ host: "127.0.0.1" });
    await desktop.start(program, [`--port=${port}`]);
    const server = `http://127.0.0.1:${port}`;
    await until("WebKitWebDriver answers", START_TIMEOUT_MS, () =>
      send(server, "GET", "/status").then(
        () => true,
        () => false,
      ),
    );
    const { sessionId, capabilities } = await send<NewSession>(server, "POST", "/session", {
      capabilities: {
        alwaysMatch: {
          "webkitgtk:browserOptions": { args: ["--automation", ...(preferences.dark ? ["--dark-mode"] : [])] },
        },
      },
    });
    const session = `${server}/session/${sessionId}`;

    // It stays, since nothing opens a page once there is none.
    const first = await send<string>(session, "GET", "/window");

    // Commands go to the page that the session is switched to.
    let last: Promise<unknown> = Promise.resolve();
    function inTurn<Result>(command: () => Promise<Result>): Promise<Result> {
      const result = last.then(command, command);
      last = result.catch(() => {});
      return result;
    }
    const sendTo = <Result>(handle: string, method: string, path: string, body?: object): Promise<Result> =>
      inTurn(async () => {
        await send(session, "POST", "/window", { handle });
        return send<Result>(session, method, path, body);
      });

    return {
      version: `WebKitGTK ${capabilities.browserVersion}`,
      async open(type) {
        const { handle } = await sendTo<{ handle: string }>(first, "POST", "/window/new", { type });
        return handle;
      },
      async navigate(page, url) {
        await sendTo(page, "POST", "/url", { url });
      },
      async reload(page) {
        await sendTo(page, "POST", "/refresh", {});
      },
      evaluate: (page, expression) =>
        sendTo(page, "POST", "/execute/sync", { script: `return ${expression}`, args: [] }),
      async act(page, actions) {
        await sendTo(page, "POST", "/actions", { actions });
      },
      async close(page) {
        await sendTo(page, "DELETE", "/window");
      },
      async stop() {
        await inTurn(() => send(session, "DELETE", ""));
        await desktop.stop();
      },
    };
  } catch (error) {
    await desktop.stop();
    throw error;
  }
}

/** One command. Resolves with the value that its definition names, which is not checked. */
async function send<Value>(address: string, method: string, path: string, body?: object): Promise<Value> {
  const response = await fetch(address + path, {
    method,
    headers: { "Content-Type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  const { value } = (await response.json()) as { value: Value | { error: string; message: string } };
  if (response.ok) return value as Value;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`${error}: ${message}`);
}
