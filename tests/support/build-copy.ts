import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

import { copyCheckout, type CheckoutCopy } from "./checkout-copy";

/** A production build in a temporary folder, of what `fill` puts there; the packages are those of this checkout. */
export async function buildCopy(name: string, fill: (folder: string) => Promise<void>): Promise<CheckoutCopy> {
  const copy = await copyCheckout(name, fill);
  try {
    const next = path.resolve("node_modules/next/dist/bin/next");
    const { PATH = "", HOME = "" } = process.env;
    await promisify(execFile)(process.execPath, [next, "build"], {
      cwd: copy.folder,
      env: { PATH, HOME, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    });
    return copy;
  } catch (error) {
    await copy.remove();
    throw error;
  }
}
