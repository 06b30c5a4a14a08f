import { execFileSync } from "node:child_process";

import { describe, expect, it } from "vitest";

import { nextPath } from "@/app/(demo)/sign-in/next-path";
import { toRequest } from "@/components/demo/playground/send-notification";
import { curlToSend } from "@/lib/demo/curl-to-send";

describe("sign-in", () => {
  it.each(["/", "/orders/7", "/orders?state=late#top"])("leads to %s", (path) => {
    expect(nextPath(path)).toBe(path);
  });

  it.each([
    undefined,
    "",
    "orders",
    "//evil.test",
    "/\\evil.test",
    "/\t/evil.test",
    "/.//evil.test",
    "https://evil.test",
    "javascript:alert(1)",
    "/sign-in",
    ["/orders/7", "/orders/9"],
  ])("leads to the orders for %j", (path) => {
    expect(nextPath(path)).toBe("/orders");
  });
});

describe("the playground", () => {
  const draft = { userId: "u", type: "t", message: "m", link: "", count: 1 };

  it("sends a link only if there is one", () => {
    expect(toRequest(draft, "n")).toEqual({ user_id: "u", type: "t", message: "n" });
    expect(toRequest({ ...draft, link: "/x" }, "n")).toEqual({ user_id: "u", type: "t", message: "n", link: "/x" });
  });
});

describe("the command of npm run dev", () => {
  it("quotes any message for a shell", () => {
    const request = { user_id: "u", type: "t", message: `it's "quoted" $HOME \`date\` \\ \n!` };
    const command = curlToSend("http://localhost:3000", "key", request).replace(/^curl/, "printf '%s\\n'");
    const printed = execFileSync("sh", ["-c", command], { encoding: "utf8" });
    expect(printed).toContain(JSON.stringify(request));
    expect(printed).toContain("Authorization: Bearer key\n");
  });
});
