import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createCertificate, type Certificate } from "@/tests/support/programs/certificate";
import { restartablePort } from "@/tests/support/programs/ports";

import { Http2Client } from "./http2-client";
import { OUTSIDE } from "./nginx-configuration";
import { startProxy, type Proxy } from "./proxy";

let assets: string;
let certificate: Certificate;
let ports: [number, number];
let proxy: Proxy;
let browser: Http2Client;

beforeAll(async () => {
  assets = await mkdtemp(path.join(tmpdir(), "notifications-assets-"));
  certificate = await createCertificate();
  ports = [await restartablePort(), await restartablePort()];
});
afterAll(async () => {
  browser?.close();
  await proxy?.stop();
  await certificate?.remove();
  await rm(assets, { recursive: true, force: true });
});

async function listen(port: number): Promise<Server> {
  const server = createServer((_, response) => response.end(String(port))).listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

describe("nginx", () => {
  it("asks an instance that came back this moment when the other one leaves", async () => {
    let second = await listen(ports[1]);
    proxy = await startProxy(ports, certificate, assets);
    browser = await Http2Client.connect(proxy.url, await readFile(certificate.certificate), OUTSIDE);
    const ask = async (): Promise<string> => {
      const { status, body } = await browser.ask("/orders");
      return `${status} ${body}`;
    };

    for (let round = 0; round < 3; round++) {
      // The first one is away, and nginx has just found it so.
      for (let request = 0; request < 20; request++) expect(await ask()).toBe(`200 ${ports[1]}`);
      const first = await listen(ports[0]);
      await close(second);
      for (let request = 0; request < 20; request++) expect(await ask()).toBe(`200 ${ports[0]}`);
      second = await listen(ports[1]);
      await close(first);
      for (let request = 0; request < 20; request++) expect(await ask()).toBe(`200 ${ports[1]}`);
    }
    await close(second);
    expect(await ask()).toMatch(/^503 .*unavailable/);
  });
});
