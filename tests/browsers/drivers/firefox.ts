import { mkdir } from "node:fs/promises";
import path from "node:path";

import { systemProgram } from "@/tests/support/programs/system-program";

import { BidiConnection } from "./bidi-connection";
import { startDesktop } from "./desktop";
import type { Driver, Preferences } from "./driver";

interface NewSession {
  capabilities: { browserName: string; browserVersion: string };
}
type Evaluated =
  | { type: "success"; result: { value: string } }
  | { type: "exception"; exceptionDetails: { text: string } };

/** A real Firefox, through WebDriver BiDi (https://w3c.github.io/webdriver-bidi), which it speaks itself. */
export async function startFirefox(preferences: Preferences = {}): Promise<Driver> {
  const program = systemProgram({
    names: ["firefox-esr", "firefox"],
    debianPackages: ["firefox-esr"],
    advice: "apt-get install firefox-esr",
  });
  const desktop = await startDesktop(preferences);
  try {
    const profile = path.join(desktop.home, "profile");
    await mkdir(profile);
    const firefox = await desktop.start(program, [
      "--remote-debugging-port",
      "0",
      "--profile",
      profile,
      "--new-instance",
    ]);
    const [, address = ""] = await firefox.says(/WebDriver BiDi listening on (\S+)/u);
    const bidi = await BidiConnection.open(`${address}/session`);
    const { capabilities } = await bidi.send<NewSession>("session.new", { capabilities: {} });
    return {
      version: `${capabilities.browserName} ${capabilities.browserVersion}`,
      async open(kind) {
        const { context } = await bidi.send<{ context: string }>("browsingContext.create", {
          type: kind,
          background: kind === "tab",
        });
        return context;
      },
      async navigate(context, url) {
        await bidi.send("browsingContext.navigate", { context, url, wait: "complete" });
      },
      async reload(context) {
        await bidi.send("browsingContext.reload", { context, wait: "complete" });
      },
      async evaluate(context, expression) {
        const evaluated = await bidi.send<Evaluated>("script.evaluate", {
          target: { context },
          expression,
          awaitPromise: true,
          userActivation: false,
        });
        if (evaluated.type === "exception") throw new Error(evaluated.exceptionDetails.text);
        return evaluated.result.value;
      },
      async act(context, actions) {
        await bidi.send("input.performActions", { context, actions });
      },
      async close(context) {
        await bidi.send("browsingContext.close", { context });
      },
      async stop() {
        bidi.close();
        await desktop.stop();
      },
    };
  } catch (error) {
    await desktop.stop();
    throw error;
  }
}
