import { once } from "node:events";
import type { Socket } from "node:net";
import { connect } from "node:tls";

import type { Encryption } from "./database-url";
import { UnavailableError } from "./unavailable";

/** A request for encryption, and the answer yes (PostgreSQL manual, sections 53.2.10 and 53.7). */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const YES = "S".charCodeAt(0);

/**
 * Encrypts a new connection to Postgres and returns the socket to go on with: the same one if the server cannot encrypt
 * and need not. `signal` ends the waiting.
 */
export async function secure(
  socket: Socket,
  { required, direct, options }: Encryption,
  signal: AbortSignal,
): Promise<Socket> {
  if (!direct) {
    socket.write(SSL_REQUEST);
    const [answer] = (await once(socket, "data", { signal })) as [Buffer];
    const canEncrypt = answer[0] === YES;
    // More than one byte would come from somebody in between (CVE-2021-23222).
    if (answer.length !== 1 || (required && !canEncrypt))
      throw new UnavailableError("TLS_NOT_SUPPORTED", "the server does not support TLS");
    if (!canEncrypt) return socket;
  }
  const encrypted = connect({ ...options, socket, ...(direct && { ALPNProtocols: ["postgresql"] }) });
  await once(encrypted, "secureConnect", { signal });
  return encrypted;
}
