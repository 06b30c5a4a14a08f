import { vi } from "vitest";

/** Far longer than anything takes, for machines that are busy. */
const TIMEOUT_MS = 20_000;

/** Waits for what must come to be so, in a test that does not ask when. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  await vi.waitUntil(condition, { timeout: TIMEOUT_MS });
}
