import { readFileSync } from "node:fs";
import path from "node:path";

/** The one address of loopback that counts as inside here; all others are strangers. */
export const INSIDE = "127.0.0.2";
export const OUTSIDE = "127.0.0.1";

interface Addresses {
  /** Where it listens, `address:port`. */
  https: string;
  http: string;
  /** The instances, `address:port`. */
  instances: readonly string[];
  /** For everything that it writes. */
  folder: string;
  certificate: string;
  key: string;
}

/** lib/deploy/nginx.conf with other addresses and paths, and nothing else. */
export function nginxConfiguration(addresses: Addresses): string {
  const { https, http, instances, folder, certificate, key } = addresses;
  let text = readFileSync("lib/deploy/nginx.conf", "utf8");
  const replace = (from: string, to: string): void => {
    if (text.split(from).length !== 2) throw new Error(`not once in nginx.conf: ${from}`);
    text = text.replace(from, () => to);
  };
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  replace("listen 443 ", `listen ${https} `);
  replace("listen 80 ", `listen ${http} `);
  for (const [index, instance] of instances.entries()) replace(`app-${index + 1}:3000`, instance);
  replace("127.0.0.0/8 1", `${INSIDE}/32 1`);
  replace("/run/nginx.pid", path.join(folder, "pid"));
  replace("/dev/stdout", path.join(folder, "access.log"));
  replace("/etc/nginx/certificates/fullchain.pem", certificate);
  replace("/etc/nginx/certificates/privkey.pem", key);
  // Debian's nginx has others than the image built in.
  replace("http {\n", `http {\n${temporary.map((use) => `  ${use}_temp_path ${folder}/${use};\n`).join("")}`);
  return text;
}
