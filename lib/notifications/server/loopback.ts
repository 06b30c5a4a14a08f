/**
 * True if a host (`localhost:3000`, `[::1]`) is this machine: localhost (RFC 6761, section 6.3), 127.0.0.0/8 or ::1. Requests
 * to it never leave the machine.
 */
export function isLoopback(host: string): boolean {
  if (!URL.canParse(`http://${host}`)) return false;
  const { hostname } = new URL(`http://${host}`);
  return /^(?:(?:.+\.)?localhost\.?|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
