import { once } from "node:events";
import { connect, type Socket } from "node:net";

interface Client {
  port: number;
  /** A valid session. */
  token: string;
}

/** Every way in which a client leaves that we know of. Each opens one connection, and resolves when it is closed. */
export const DISCONNECTS: Record<string, (client: Client) => Promise<void>> = {
  "a stream, closed after its sync": (client) => exchange(client, stream("GET", client.token), "event: sync\n"),
  "a stream, reset after its sync": (client) => exchange(client, stream("GET", client.token), "event: sync\n", reset),
  "a stream, closed before its answer": (client) => exchange(client, stream("GET", client.token)),
  "a stream, reset before its answer": (client) => exchange(client, stream("GET", client.token), undefined, reset),
  "a stream asked for with HEAD": (client) => exchange(client, stream("HEAD", client.token), "\r\n\r\n"),
  "a stream with a bad session": (client) => exchange(client, stream("GET", "nonsense"), "\r\n\r\n"),
  "half of the headers": (client) => exchange(client, stream("GET", client.token).slice(0, -2)),
  "half of a body": (client) => exchange(client, `${acknowledgement(client.token)}{"through":`),
  "half of a body, reset": (client) => exchange(client, `${acknowledgement(client.token)}{"th`, undefined, reset),
};

function stream(method: string, token: string): string {
  return `${method} /api/notifications/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`;
}

function acknowledgement(token: string): string {
  return `POST /api/notifications/read HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n`;
}

/** Sends bytes, reads up to `expected`, or nothing, and leaves. */
async function exchange(
  { port }: Client,
  bytes: string,
  expected?: string,
  leave: (socket: Socket) => void = (socket) => socket.destroy(),
): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  const closed = once(socket, "close");
  await once(socket, "connect");
  await new Promise((resolve) => socket.write(bytes, resolve));
  if (expected !== undefined) await readUntil(socket, expected);
  leave(socket);
  await closed;
}

async function readUntil(socket: Socket, expected: string): Promise<void> {
  let text = "";
  for await (const chunk of socket.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (text.includes(expected)) return;
  }
  throw new Error(`closed before ${JSON.stringify(expected)} came: ${text}`);
}

function reset(socket: Socket): void {
  socket.resetAndDestroy();
}
