import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { expect, it, onTestFinished } from "vitest";

import { askPosition, fetchPage, firstPage } from "@/lib/notifications/client/requests/api";

it("a user's id reaches the server whole, whatever is in it", async () => {
  const userId = "a+b/c=d&status=all#e f%20ü";
  const asked: (string | null)[] = [];
  const server = createServer((request, response) => {
    asked.push(new URL(request.url ?? "", "http://localhost").searchParams.get("user"));
    response.setHeader("X-Last-Event-ID", "7").setHeader("X-Unread-Count", "0");
    if (request.method === "POST") response.writeHead(204).end();
    else response.setHeader("Content-Type", "application/json").end("[]");
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  const endpoint = await new Promise<string>((resolve) =>
    server.once("listening", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/notifications`)),
  );
  await fetchPage(firstPage(endpoint, userId, "all"));
  await askPosition(endpoint, userId);
  expect(asked).toEqual([userId, userId]);
});
