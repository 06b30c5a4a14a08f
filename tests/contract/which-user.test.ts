import { jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { DEMO_USERS } from "@/lib/demo/users";
import { expectProblem } from "@/tests/support/app/problem";
import { PREVIOUS_AUTH_SECRET, SUITE_SETTINGS, token } from "@/tests/support/app/settings";
import { System } from "@/tests/support/app/system";

const [{ id: ADA }, { id: GRACE }] = DEMO_USERS;

const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

/** Tokens that say who somebody is, or do not. */
const TOKENS = {
  ada: () => token({ sub: ADA }),
  "ada, for longer": () => token({ sub: ADA, expiresIn: 600 }),
  "ada, by the previous secret": () => token({ sub: ADA, secret: PREVIOUS_AUTH_SECRET }),
  "ada, from a clock that is two seconds fast": () =>
    token({ sub: ADA, claims: { nbf: inSeconds(2), iat: inSeconds(2) } }),
  "ada, until two seconds ago": () => token({ sub: ADA, expiresIn: -2 }),
  "ada, from in a minute on": () => token({ sub: ADA, claims: { nbf: inSeconds(60) } }),
  "ada, until a minute ago": () => token({ sub: ADA, expiresIn: -60 }),
  "ada, forged": () => token({ sub: ADA, secret: "a secret of nobody here, of 32 bytes or more" }),
  grace: () => token({ sub: GRACE }),
  "grace, until a minute ago": () => token({ sub: GRACE, expiresIn: -60 }),
  "an access proxy's": () =>
    token({ sub: "ada@example.com", alg: "HS384", secret: "s".repeat(48), claims: { iss: "https://access.example" } }),
  "no token": async () => "nonsense",
  nothing: async () => "",
} satisfies Record<string, () => Promise<string>>;

type TokenName = keyof typeof TOKENS;

interface SentTokens {
  cookies: readonly TokenName[];
  bearer?: TokenName;
  user: string | null;
}

const REQUESTS: readonly SentTokens[] = [
  { cookies: [], user: null },
  { cookies: ["ada"], user: ADA },
  { cookies: ["ada, by the previous secret"], user: ADA },
  { cookies: ["ada, from a clock that is two seconds fast"], user: ADA },
  { cookies: ["ada, until two seconds ago"], user: ADA },
  { cookies: ["ada, from in a minute on"], user: null },
  { cookies: ["ada, until a minute ago"], user: null },
  { cookies: ["ada, forged"], user: null },
  // What a browser has left over, or a sibling domain has planted, ends no session.
  { cookies: ["ada, until a minute ago", "ada"], user: ADA },
  { cookies: ["ada", "ada, until a minute ago"], user: ADA },
  { cookies: ["grace, until a minute ago", "ada"], user: ADA },
  { cookies: ["ada, forged", "no token", "nothing", "ada"], user: ADA },
  { cookies: ["ada", "ada, for longer"], user: ADA },
  { cookies: ["ada, until a minute ago", "no token"], user: null },
  // Nor does it sign anybody in as somebody else.
  { cookies: ["ada", "grace"], user: null },
  { cookies: ["grace", "ada"], user: null },
  { cookies: ["ada", "grace", "ada, for longer"], user: null },
  // A bearer token that is not ours is for somebody else on the way.
  { cookies: ["ada"], bearer: "an access proxy's", user: ADA },
  { cookies: ["ada"], bearer: "no token", user: ADA },
  { cookies: ["ada"], bearer: "grace, until a minute ago", user: ADA },
  { cookies: ["ada", "no token"], bearer: "an access proxy's", user: ADA },
  { cookies: ["ada", "grace"], bearer: "an access proxy's", user: null },
  { cookies: [], bearer: "an access proxy's", user: null },
  // One of ours decides alone.
  { cookies: [], bearer: "ada", user: ADA },
  { cookies: ["grace"], bearer: "ada", user: ADA },
  { cookies: ["grace", "ada"], bearer: "ada", user: ADA },
];

function describeRequest({ cookies, bearer }: SentTokens): string {
  return (
    [...cookies.map((name) => `cookie (${name})`), ...(bearer ? [`bearer (${bearer})`] : [])].join(" and ") || "nothing"
  );
}

describe("which user a request is", () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start();
  });
  afterAll(() => system.stop());

  async function headersWith(cookies: readonly TokenName[], bearer?: TokenName): Promise<Record<string, string>> {
    const values = await Promise.all(cookies.map((name) => TOKENS[name]()));
    return {
      ...(cookies.length > 0 && { Cookie: ["theme=dark", ...values.map((value) => `session=${value}`)].join("; ") }),
      ...(bearer !== undefined && { Authorization: `Bearer ${await TOKENS[bearer]()}` }),
    };
  }

  /** Of those there are: an answer for one is 401 to every other. */
  async function userOfApi(headers: Record<string, string>): Promise<string | null> {
    const users = [ADA, GRACE];
    const answers = await Promise.all(
      users.map((user) => system.fetch(`/api/notifications?user=${user}`, { headers })),
    );
    expect(answers.filter(({ status }) => status !== 200 && status !== 401)).toEqual([]);
    return users.find((_, index) => answers[index]?.status === 200) ?? null;
  }

  async function userOfPage(headers: Record<string, string>): Promise<string | null> {
    const page = await system.fetch("/orders", { headers, redirect: "manual" });
    if (page.status === 307) return null;
    expect(page.status).toBe(200);
    return /userId\\?":\\?"([0-9a-f-]{36})/.exec(await page.text())?.[1] ?? "a page for nobody";
  }

  it.each(REQUESTS.map((request) => [describeRequest(request), request] as const))(
    "is said alike by pages and API: %s",
    async (_, { cookies, bearer, user }) => {
      const headers = await headersWith(cookies, bearer);
      expect({ api: await userOfApi(headers), page: await userOfPage(headers) }).toEqual({ api: user, page: user });
    },
  );

  it("a cookie is this site's own, whatever bearer token is beside it", async () => {
    for (const bearer of [undefined, "an access proxy's", "no token"] satisfies (TokenName | undefined)[]) {
      const headers = await headersWith(["ada"], bearer);
      const fromElsewhere = { ...headers, "Sec-Fetch-Site": "cross-site" };
      await expectProblem(await system.fetch("/api/notifications", { headers: fromElsewhere }), 403);
      const write = { method: "POST", headers: { ...fromElsewhere, "Content-Type": "application/json" } };
      await expectProblem(await system.fetch("/api/notifications/read", { ...write, body: '{"through":"0"}' }), 403);
    }
  });

  it("new sessions are signed with the current secret", async () => {
    const signIn = { method: "POST", headers: { "Content-Type": "application/json" }, body: `{"user_id":"${ADA}"}` };
    const cookie = (await system.fetch("/api/session", signIn)).headers.get("set-cookie") ?? "";
    const [, session = ""] = /^session=([^;]+)/.exec(cookie) ?? [];
    const { payload } = await jwtVerify(session, new TextEncoder().encode(SUITE_SETTINGS.AUTH_SECRET));
    expect(payload.sub).toBe(ADA);
  });
});
