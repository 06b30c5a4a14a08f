import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { AppendResponse } from "@/lib/notifications/contract";
import { follow } from "@/tests/deployment/follow";
import { Http2Client } from "@/tests/deployment/http2-client";
import { PageLoads } from "@/tests/deployment/page-loads";
import { changeComponents, copyCheckout } from "@/tests/support/app/next-build";
import { upTo } from "@/tests/support/app/stream-client";
import { createCertificate, type Certificate } from "@/tests/support/programs/certificate";
import { eventually, until } from "@/tests/support/until";

import { inEngine } from "./engine";
import { CLIENT, MACHINE } from "./machine";

const STREAMS = 20;
const { ENGINE_FOLDER = "", ENGINE_PID = "", CLIENT: clientName = "" } = process.env;
const checkout = path.join(ENGINE_FOLDER, "checkout");
/** From where, in which family. */
const WAYS = (["outside", "inside"] as const).flatMap((side) =>
  [0, 1].map((family) => ({
    side,
    family: family ? "IPv6" : "IPv4",
    to: MACHINE[side][family] ?? "",
    from: CLIENT[side][family] ?? "",
  })),
);

let certificate: Certificate;
let ca: Buffer;
let key = "";
/** Each on a connection of its own, by side and family. */
const clients = new Map<string, Http2Client>();

beforeAll(async () => {
  await mkdir(checkout);
  await copyCheckout(checkout, { packages: false });
  certificate = await createCertificate(WAYS.map(({ to }) => to));
  ca = await readFile(certificate.certificate);
  for (const name of ["certificate", "key"] as const)
    await writeFile(path.join(ENGINE_FOLDER, `${name}.pem`), await readFile(certificate[name]));
}, 60_000);
afterAll(async () => {
  for (const client of clients.values()) client.close();
  await shell("docker compose --profile jobs down --volumes");
  await certificate?.remove();
}, 120_000);

/** Runs commands where the engine is, in the checkout there. */
function shell(commands: string): Promise<string> {
  return inEngine(Number(ENGINE_PID), commands, checkout);
}

/** The README's commands that contain this text. */
function readme(text: string): Promise<string> {
  return readFile("lib/deploy/README.md", "utf8").then((markdown) => {
    const found = [...markdown.matchAll(/```sh\n(.*?)```/gs)].filter(([, block]) => block?.includes(text));
    if (found.length !== 1) throw new Error(`${found.length} blocks of the README have ${text}`);
    return found[0]?.[1] ?? "";
  });
}

async function client(side: "outside" | "inside", family = "IPv4"): Promise<Http2Client> {
  const way = WAYS.find((each) => each.side === side && each.family === family);
  if (!way) throw new Error("no such way");
  const name = `${side} ${family}`;
  const host = way.to.includes(":") ? `[${way.to}]` : way.to;
  const made = clients.get(name) ?? (await Http2Client.connect(`https://${host}`, ca, way.from));
  clients.set(name, made);
  return made;
}

function json(body: unknown, headers: Record<string, string> = {}) {
  return { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** Whether the proxy answers; just after its start it takes no connection. */
function comesUp(): Promise<boolean> {
  return client("outside")
    .then((browser) => browser.ask("/sign-in"))
    .then(
      ({ status }) => status === 200,
      () => false,
    );
}

async function signIn(userId: string): Promise<{ cookie: string }> {
  const answer = await (await client("outside")).ask("/api/session", json({ user_id: userId }));
  expect(answer.status).toBe(204);
  return { cookie: answer.headers["set-cookie"]?.[0]?.split(";")[0] ?? "" };
}

async function send(userIds: readonly string[]): Promise<{ status: number; ids: Map<string, string> }> {
  const headers = { authorization: `Bearer ${key}`, "idempotency-key": randomUUID() };
  const body = { user_ids: userIds, type: "order.shipped", message: "Order 7 has shipped" };
  const answer = await (await client("inside")).ask("/api/internal/notifications", json(body, headers));
  const notifications = answer.status === 201 ? AppendResponse.parse(JSON.parse(answer.body)).notifications : [];
  return { status: answer.status, ids: new Map(notifications.map(({ user_id, id }) => [user_id, id])) };
}

async function psql(statement: string): Promise<string> {
  return (await shell(`docker compose exec -T postgres psql -U postgres -d notifications -Atqc "${statement}"`)).trim();
}

async function newUsers(count: number): Promise<string[]> {
  const rows = `insert into users (id, name) select gen_random_uuid(), 'somebody' from generate_series(1, ${count}) returning id`;
  return (await psql(rows)).split("\n");
}

/** What `docker inspect` says of the containers of these services. */
async function inspect(format: string, ...services: string[]): Promise<string[]> {
  const said = await shell(
    `docker inspect --format '${format}' $(docker compose ps --all --quiet ${services.join(" ")})`,
  );
  return said.trim().split("\n");
}

async function accessLog(): Promise<Record<string, unknown>[]> {
  const lines = (await shell("docker compose logs --no-log-prefix proxy")).split("\n");
  return lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("the README's commands, on an engine that has nothing", () => {
  it("write the configuration", async () => {
    const [writing = ""] = (await readme("POSTGRES_APP_PASSWORD=$(openssl")).split("docker compose up");
    await shell(
      writing
        .replace(/TLS_CERTIFICATE=.*/, `TLS_CERTIFICATE=${ENGINE_FOLDER}/certificate.pem`)
        .replace(/TLS_KEY=.*/, `TLS_KEY=${ENGINE_FOLDER}/key.pem`),
    );
    await appendFile(path.join(checkout, ".env"), "DEMO=1\n");
    // A process can be forbidden to open as many files as compose.yaml lets it.
    const { stdout: hardLimit } = await promisify(execFile)("sh", ["-c", "ulimit -Hn"]);
    if (Number(hardLimit) < 65_536) {
      const limits = ["proxy", "app-1", "app-2"].map(
        (name) => `  ${name}: { ulimits: { nofile: ${hardLimit.trim()} } }`,
      );
      await writeFile(path.join(checkout, "limits.yaml"), `services:\n${limits.join("\n")}\n`);
      await appendFile(path.join(checkout, ".env"), "COMPOSE_FILE=compose.yaml:limits.yaml\n");
    }
    key = /^INTERNAL_API_KEYS=orders:(\w+)/m.exec(await readFile(path.join(checkout, ".env"), "utf8"))?.[1] ?? "";
    expect(key).toMatch(/^[0-9a-f]{48}$/);
  });

  it.each(["first", "second", "third"])(
    "build the image and start everything, for the %s time",
    async (time) => {
      if (time !== "first")
        await shell("docker compose --profile jobs down --volumes && docker image rm notifications");
      expect(
        await shell("docker image ls --quiet notifications; docker volume ls --quiet; docker ps --all --quiet"),
      ).toBe("");
      await shell("docker compose up -d --build");
      await eventually(comesUp);
      expect(await inspect("{{.State.Status}} {{.State.ExitCode}}", "assets", "migrate")).toEqual([
        "exited 0",
        "exited 0",
      ]);
      for (const each of clients.values()) each.close();
      clients.clear();
    },
    600_000,
  );

  it("send a first notification from the machine itself, which its user's stream has", async () => {
    const sent = JSON.parse(await shell(await readme("'Ada') returning id"))) as unknown;
    const [notification] = AppendResponse.parse(sent).notifications;
    const userId = notification?.user_id ?? "";
    for (const family of ["IPv4", "IPv6"]) {
      const browser = await client("outside", family);
      const stream = await (await browser.openStream({ ...(await signIn(userId)), "last-event-id": "0" })).synced();
      expect(stream.notificationIds[0]).toBe(notification?.id);
      const { ids } = await send([userId]);
      const sentAt = Date.now();
      await eventually(() => stream.notificationIds.at(-1) === ids.get(userId));
      expect(Date.now() - sentAt).toBeLessThan(2_000);
      stream.close();
    }
  });
});

describe("who asks", () => {
  it.each(WAYS)("from $side over $family is taken for that", async ({ side, family }) => {
    const asking = await client(side, family);
    expect(await asking.protocol()).toBe("h2");
    expect((await asking.ask("/sign-in")).status).toBe(200);
    const statuses = [];
    for (const address of ["/api/health/live", "/api/health/ready", "/api/metrics", "/api/internal/notifications"])
      statuses.push((await asking.ask(address)).status);
    expect(statuses).toEqual(side === "outside" ? [403, 403, 403, 403] : [200, 200, 401, 405]);
  });

  it("without an address of their own, as the engine forwards what its machine sends to itself, is outside", async () => {
    for (const address of ["127.0.0.1", "[::1]"])
      expect(await shell(`curl -sk -o /dev/null -w '%{http_code}' https://${address}/api/health/live`)).toBe("403");
  });
});

describe("a container", () => {
  it("of the app is a user who is not root and can write nothing, and a role of Postgres with few rights", async () => {
    expect((await shell("docker compose exec -T app-1 id -u")).trim()).toBe("1000");
    await expect(shell("docker compose exec -T app-1 touch /app/mine")).rejects.toThrow("Read-only file system");
    expect(
      await psql("select distinct usename from pg_stat_activity where application_name like 'notifications%'"),
    ).toBe("notifications_app");
    expect(await psql("select rolname from pg_roles where rolsuper")).toBe("postgres");
  });

  it("of the proxy is replaced alone when the certificate is renewed", async () => {
    const others = ["app-1", "app-2", "postgres", "redis"];
    const before = await inspect("{{.Id}} {{.State.StartedAt}}", ...others);
    const [proxy] = await inspect("{{.Id}}", "proxy");
    const command = /^`(docker compose up .*--force-recreate proxy)`/m.exec(
      await readFile("lib/deploy/README.md", "utf8"),
    )?.[1];
    await shell(command ?? "false");
    expect(await inspect("{{.Id}} {{.State.StartedAt}}", ...others)).toEqual(before);
    expect((await inspect("{{.Id}}", "proxy"))[0]).not.toBe(proxy);
    await eventually(comesUp);
  });

  it("that is stopped costs one request a second its time-out, not every second one", async () => {
    await shell("docker compose stop app-1");
    const startedAt = Date.now();
    const browser = await client("outside");
    for (let request = 0; request < 100; request++) expect((await browser.ask("/sign-in")).status).toBe(200);
    const seconds = Math.ceil((Date.now() - startedAt) / 1000);
    const asked = (await accessLog()).filter((line) => line["path"] === "/sign-in").slice(-100);
    const twice = asked.filter(({ upstream }) => String(upstream).includes(","));
    expect(twice.length).toBeGreaterThan(0);
    expect(twice.length).toBeLessThanOrEqual(3 + seconds + 1);
    await shell("docker compose up -d --no-deps --wait app-1");
  });
});

describe("a new build", () => {
  it("takes the old one's place as the README says: nothing is lost, no request fails, no page misses a file", async () => {
    await changeComponents(checkout);
    const [building, replacing = ""] = (await readme("git pull")).split("docker compose build\n");
    expect(building).toBe("git pull && ");
    // Before there is any load, which would only slow it down.
    await shell("docker compose build");

    const users = await newUsers(STREAMS);
    const cookies = await Promise.all(users.map((user) => signIn(user)));
    const [v4, v6] = [await client("outside"), await client("outside", "IPv6")];
    const followers = cookies.map((cookie, index) => follow(index % 2 ? v4 : v6, cookie));
    const accepted = new Map(users.map((id) => [id, [] as string[]]));
    const answers = new Map<string, number>();
    const going = new AbortController();
    const keepAsking = async (kind: string, ask: () => Promise<{ status: number }>): Promise<void> => {
      while (!going.signal.aborted) {
        const { status } = await ask();
        answers.set(`${kind} ${status}`, (answers.get(`${kind} ${status}`) ?? 0) + 1);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const someone = (): number => Math.floor(Math.random() * STREAMS);
    const pages = new PageLoads(v4);
    const load = [
      keepAsking("send", async () => {
        const answer = await send([users[someone()] ?? "", users[someone()] ?? ""]);
        for (const [user, id] of answer.ids) accepted.get(user)?.push(id);
        return answer;
      }),
      keepAsking("list", () => v6.ask("/api/notifications?limit=5", { headers: cookies[someone()] ?? {} })),
      pages.repeat(going.signal),
    ];
    const oldImage = await inspect("{{.Image}}", "app-1", "app-2");
    try {
      await shell(replacing);
      const sent = answers.get("send 201") ?? 0;
      await eventually(() => (answers.get("send 201") ?? 0) > sent + 20);
    } finally {
      going.abort();
      await Promise.all(load);
    }
    const newImage = await inspect("{{.Image}}", "app-1", "app-2");
    expect(newImage[0]).toBe(newImage[1]);
    expect(newImage[0]).not.toBe(oldImage[0]);
    expect([...answers.keys()].toSorted()).toEqual(["list 200", "send 201"]);
    expect(pages.failures).toEqual([]);
    expect(pages.builds.size).toBe(2);
    for (const [index, user] of users.entries()) {
      const head = Number(await psql(`select head_seq from notification_feeds where user_id = '${user}'`));
      const follower = followers[index];
      await eventually(() => (follower?.positions.length ?? 0) >= head);
      expect(follower?.positions).toEqual(upTo(head));
      expect(follower?.notificationIds).toEqual(accepted.get(user));
      expect(new Set(follower?.statuses)).toEqual(new Set([200]));
      expect(follower?.statuses.length).toBeGreaterThan(1);
      follower?.close();
    }
    console.log(`During the update: ${JSON.stringify(Object.fromEntries(answers))}, ${pages.count} page loads`);
  }, 600_000);
});

describe("a client that vanishes", () => {
  it("is given up long before its streams end by themselves, over IPv4 and IPv6", async () => {
    const users = await newUsers(2);
    const streams = [];
    for (const [index, family] of ["IPv4", "IPv6"].entries())
      streams.push(
        await (await (await client("outside", family)).openStream(await signIn(users[index] ?? ""))).synced(),
      );
    expect(await streamsOfProxy()).toBeGreaterThanOrEqual(2);
    const ip = promisify(execFile);
    await ip("ip", ["-n", clientName, "link", "set", "outside", "down"]);
    const vanishedAt = Date.now();
    await until("the proxy has let go of its streams", 180_000, async () => (await streamsOfProxy()) === 0);
    console.log(`Given up after ${Math.round((Date.now() - vanishedAt) / 1000)} s`);
    await ip("ip", ["-n", clientName, "link", "set", "outside", "up"]);
    await ip("ip", ["-n", clientName, "addr", "add", `${CLIENT.outside[1]}/64`, "dev", "outside", "nodad"]).catch(
      () => {},
    );
    for (const each of clients.values()) each.close();
    clients.clear();
  }, 240_000);
});

/** Connections from the proxy to instances that are open, idle ones being closed after four seconds. */
async function streamsOfProxy(): Promise<number> {
  const table = await shell("docker compose exec -T proxy cat /proc/net/tcp");
  // A remote port of 3000, established.
  return table.split("\n").filter((line) => /^\s*\d+: \S+ \S+:0BB8 01 /.test(line)).length;
}

describe("what the README says of the data", () => {
  it("purges with the image's job", async () => {
    const command = /`(docker compose run --rm purge)`/.exec(await readFile("lib/deploy/README.md", "utf8"))?.[1];
    expect(await shell(command ?? "false")).toMatch(/^Removed: /m);
  });

  it("brings everything back from a backup, onto an engine without a volume", async () => {
    const [user = ""] = await newUsers(1);
    const cookie = await signIn(user);
    const { ids } = await send([user]);
    const counts =
      "select (select count(*) from users), (select count(*) from notifications), (select sum(head_seq) from notification_feeds)";
    const before = await psql(counts);
    await shell(await readme("pg_dump"));
    await shell("docker compose --profile jobs down --volumes");
    await shell(await readme("pg_restore"));
    expect(await psql(counts)).toBe(before);

    const browser = await client("outside");
    await eventually(comesUp);
    const stream = await (await browser.openStream({ ...cookie, "last-event-id": "0" })).synced();
    expect(stream.notificationIds).toEqual([ids.get(user)]);
    const next = await send([user]);
    await eventually(() => stream.notificationIds.at(-1) === next.ids.get(user));
    expect(stream.positions).toEqual([1, 2]);
    stream.close();
  }, 300_000);
});
