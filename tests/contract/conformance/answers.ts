import { METRICS_KEY, OTHER_PRODUCER_KEY, PRODUCER_KEY } from "@/tests/support/app/settings";
import { ADA, bearer, type System } from "@/tests/support/app/system";

import { LIMIT, type World } from "./world";

const UNKNOWN = "0190a1b0-0000-7000-8000-00000000dead";
const NOTIFICATION = { type: "order.shipped", message: "Hello", link: "/orders/7" };
const OTHER_SITE = { "Sec-Fetch-Site": "cross-site" };
const TOO_LARGE = " ".repeat(1024 * 1024 + 1);

const asProducer = { Authorization: `Bearer ${PRODUCER_KEY}` };
const streamsOf = (id: string): string => `/api/internal/users/${id}/streams`;
const asSender = { Authorization: `Bearer ${OTHER_PRODUCER_KEY}` };
const asPrometheus = { Authorization: `Bearer ${METRICS_KEY}` };
const allOf = (id: string): string => `/api/internal/users/${id}/notifications`;

function get(system: System, path: string, headers: HeadersInit = {}): Promise<Response> {
  return system.fetch(path, { headers });
}

function post(system: System, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return system.fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

function remove(system: System, path: string, headers: HeadersInit = {}): Promise<Response> {
  return system.fetch(path, { method: "DELETE", headers });
}

/** The cookie of Ada's demo session. */
async function cookie(system: System): Promise<{ Cookie: string }> {
  const response = await post(system, "/api/session", { user_id: ADA });
  return { Cookie: response.headers.get("set-cookie")?.split(";")[0] ?? "" };
}

const text = { "Content-Type": "text/plain" };
const toAda = { ...NOTIFICATION, user_id: ADA };

async function append(system: System, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return post(system, "/api/internal/notifications", body, { ...asProducer, ...headers });
}
async function read(system: System, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return post(system, "/api/notifications/read", body, { ...(await bearer(ADA)), ...headers });
}
async function play(system: System, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return post(system, "/api/demo/notifications", body, { ...(await bearer(ADA)), ...headers });
}
async function stream(system: System, userId: string = ADA): Promise<Response> {
  return get(system, "/api/notifications/stream", await bearer(userId));
}

/** How each documented answer is had, by operation and status. */
export const ANSWERS: Record<string, (world: World) => Promise<Response>> = {
  "append 201": ({ demo }) => append(demo, toAda),
  "append 400": ({ demo }) => append(demo, { ...toAda, link: "//evil.test" }),
  "append 401": ({ demo }) => post(demo, "/api/internal/notifications", toAda),
  "append 403": ({ demo }) => append(demo, toAda, asPrometheus),
  "append 409": async ({ demo }) => {
    await append(demo, toAda, { "Idempotency-Key": "one" });
    return append(demo, { ...toAda, message: "Other" }, { "Idempotency-Key": "one" });
  },
  "append 413": ({ demo }) => append(demo, TOO_LARGE),
  "append 415": ({ demo }) => append(demo, toAda, text),
  "append 422": ({ demo }) => append(demo, { ...NOTIFICATION, user_ids: [ADA, UNKNOWN] }),
  "append 429": async ({ demo }) => {
    const all = { ...NOTIFICATION, user_ids: await demo.addUsers(LIMIT) };
    await append(demo, all, asSender);
    return append(demo, all, asSender);
  },
  "append 500": ({ broken }) => append(broken, toAda),
  "append 503": ({ away }) => append(away, toAda),

  "export 200": async ({ demo }) => {
    await append(demo, toAda);
    return get(demo, allOf(ADA), asProducer);
  },
  "export 400": ({ demo }) => get(demo, allOf("ada"), asProducer),
  "export 401": ({ demo }) => get(demo, allOf(ADA)),
  "export 403": ({ demo }) => get(demo, allOf(ADA), asSender),
  "export 500": ({ broken }) => get(broken, allOf(ADA), asProducer),
  "export 503": ({ away }) => get(away, allOf(ADA), asProducer),

  "erase 204": ({ demo }) => remove(demo, allOf(ADA), asProducer),
  "erase 400": ({ demo }) => remove(demo, allOf("ada"), asProducer),
  "erase 401": ({ demo }) => remove(demo, allOf(ADA)),
  "erase 403": ({ demo }) => remove(demo, allOf(ADA), asSender),
  "erase 500": ({ broken }) => remove(broken, allOf(ADA), asProducer),
  "erase 503": ({ away }) => remove(away, allOf(ADA), asProducer),

  "endStreams 204": ({ demo }) => remove(demo, streamsOf(UNKNOWN), asProducer),
  "endStreams 400": ({ demo }) => remove(demo, streamsOf("ada"), asProducer),
  "endStreams 401": ({ demo }) => remove(demo, streamsOf(ADA)),
  "endStreams 403": ({ demo }) => remove(demo, streamsOf(ADA), asPrometheus),
  "endStreams 503": ({ away }) => remove(away, streamsOf(ADA), asProducer),

  "list 200": async ({ demo }) => {
    await append(demo, toAda);
    await append(demo, toAda);
    return get(demo, "/api/notifications?status=all&limit=1", await bearer(ADA));
  },
  "list 304": async ({ demo }) => get(demo, "/api/notifications", { ...(await bearer(ADA)), "If-None-Match": "*" }),
  "list 400": async ({ demo }) => get(demo, "/api/notifications?limit=0", await bearer(ADA)),
  "list 401": ({ demo }) => get(demo, "/api/notifications"),
  "list 403": async ({ demo }) => get(demo, "/api/notifications", { ...(await cookie(demo)), ...OTHER_SITE }),
  "list 500": async ({ broken }) => get(broken, "/api/notifications", await bearer(ADA)),
  "list 503": async ({ away }) => get(away, "/api/notifications", await bearer(ADA)),

  "markRead 204": ({ demo }) => read(demo, { through: "0" }),
  "markRead 400": ({ demo }) => read(demo, {}),
  "markRead 401": ({ demo }) => post(demo, "/api/notifications/read", { through: "0" }),
  "markRead 403": async ({ demo }) =>
    post(demo, "/api/notifications/read", { through: "0" }, { ...(await cookie(demo)), ...OTHER_SITE }),
  "markRead 404": ({ demo }) => read(demo, { id: UNKNOWN }),
  "markRead 413": ({ demo }) => read(demo, TOO_LARGE),
  "markRead 415": ({ demo }) => read(demo, {}, text),
  "markRead 500": ({ broken }) => read(broken, { through: "0" }),
  "markRead 503": ({ away }) => read(away, { through: "0" }),

  "stream 200": ({ demo }) => stream(demo),
  "stream 401": ({ demo }) => get(demo, "/api/notifications/stream"),
  "stream 403": async ({ demo }) => get(demo, "/api/notifications/stream", { ...(await cookie(demo)), ...OTHER_SITE }),
  "stream 429": async ({ demo }) => {
    const [user] = await demo.addUsers(1);
    await stream(demo, user);
    return stream(demo, user);
  },
  "stream 503": ({ full }) => stream(full),

  "live 200": ({ away }) => get(away, "/api/health/live"),
  "ready 200": ({ demo }) => get(demo, "/api/health/ready"),
  "ready 503": ({ away }) => get(away, "/api/health/ready"),
  "metrics 200": ({ demo }) => get(demo, "/api/metrics", asPrometheus),
  "metrics 403": ({ demo }) => get(demo, "/api/metrics", asSender),
  "metrics 401": ({ demo }) => get(demo, "/api/metrics"),

  "openapi 200": ({ demo }) => get(demo, "/api/openapi.json"),
  "asyncapi 200": ({ demo }) => get(demo, "/api/asyncapi.json"),

  "signIn 204": ({ demo }) => post(demo, "/api/session", { user_id: ADA }),
  "signIn 400": ({ demo }) => post(demo, "/api/session", "{"),
  "signIn 403": ({ demo }) => post(demo, "/api/session", { user_id: ADA }, OTHER_SITE),
  "signIn 404": ({ full }) => post(full, "/api/session", { user_id: ADA }),
  "signIn 413": ({ demo }) => post(demo, "/api/session", TOO_LARGE),
  "signIn 415": ({ demo }) => post(demo, "/api/session", { user_id: ADA }, text),
  "signIn 422": ({ demo }) => post(demo, "/api/session", { user_id: UNKNOWN }),
  "signIn 500": ({ broken }) => post(broken, "/api/session", { user_id: ADA }),
  "signIn 503": ({ away }) => post(away, "/api/session", { user_id: ADA }),
  "signOut 204": ({ demo }) => remove(demo, "/api/session"),
  "signOut 403": ({ demo }) => remove(demo, "/api/session", OTHER_SITE),
  "signOut 404": ({ full }) => remove(full, "/api/session"),

  "play 201": ({ demo }) => play(demo, toAda),
  "play 400": ({ demo }) => play(demo, { ...toAda, user_id: 7 }),
  "play 401": ({ demo }) => post(demo, "/api/demo/notifications", toAda),
  "play 403": async ({ demo }) =>
    post(demo, "/api/demo/notifications", toAda, { ...(await cookie(demo)), ...OTHER_SITE }),
  "play 404": ({ full }) => play(full, toAda),
  "play 413": ({ demo }) => play(demo, TOO_LARGE),
  "play 415": ({ demo }) => play(demo, toAda, text),
  "play 422": ({ demo }) => play(demo, { ...NOTIFICATION, user_id: UNKNOWN }),
  "play 500": ({ broken }) => play(broken, toAda),
  "play 503": ({ away }) => play(away, toAda),
};
