import { connect as connectTcp } from "node:net";
import { connect as connectTls } from "node:tls";

/**
 * Sends this request line as it stands, which a client library would correct, and perhaps a body. Resolves with all that
 * comes until the server ends the connection; empty when it says nothing.
 */
export function askRaw(
  url: string,
  requestLine: string,
  { ca, contentLength = 0, body = "" }: { ca?: Buffer; contentLength?: number; body?: string } = {},
): Promise<string> {
  const { hostname: host, port } = new URL(url);
  const headers = [`Host: ${host}`, "Connection: close", `Content-Length: ${contentLength}`];
  return new Promise((resolve) => {
    const socket = ca
      ? connectTls({ host, port: Number(port), ca, ALPNProtocols: ["http/1.1"] })
      : connectTcp({ host, port: Number(port) });
    let answer = "";
    socket.setEncoding("utf8").on("data", (chunk: string) => (answer += chunk));
    // A server that refuses a body need not read it.
    socket.on("error", () => {});
    socket.once("close", () => resolve(answer));
    socket.write([requestLine, ...headers, "", body].join("\r\n"));
  });
}
