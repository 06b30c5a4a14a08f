import { once } from "node:events";
import type { Socket } from "node:net";
import { connect } from "node:tls";

import type { Encryption } from "./database-url";

/** A request for encryption, and the answer to it (PostgreSQL manual, sections 53.2.10 and 53.7). */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const YES = "S".charCodeAt(0);

/** The server cannot encrypt, and has to. */
class NotEncryptedError extends Error {
  readonly code = "TLS_NOT_SUPPORTED";

  constructor() {
    super("the server does not support TLS");
    this.name = "NotEncryptedError";
  }
}

/**
 * Encrypts a connection to Postgres that was just made. Returns what to go on with, which is the same without encryption
 * if the server cannot and need not. The driver itself would not say why it failed, and not verify an address. `signal`
 * ends the waiting.
 */
export async function secure(
  socket: Socket,
  { required, direct, options }: Encryption,
  signal: AbortSignal,
): Promise<Socket> {
  if (!direct) {
    socket.write(SSL_REQUEST);
    const [answer] = (await once(socket, "data", { signal })) as [Buffer];
    // More than the one byte would be somebody's who is in between (CVE-2021-23222).
    if (answer.length !== 1) throw new NotEncryptedError();
    if (answer[0] !== YES) {
      if (required) throw new NotEncryptedError();
      return socket;
    }
  }
  const encrypted = connect({ ...options, socket, ...(direct && { ALPNProtocols: ["postgresql"] }) });
  await once(encrypted, "secureConnect", { signal });
  return encrypted;
}
