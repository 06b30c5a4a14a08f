import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

import { nginxProgram } from "@/tests/support/programs/nginx";

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
  /** Where static files are published. */
  assets: string;
}

/** lib/deploy/nginx.conf with other addresses and paths, and nothing else. */
export function nginxConfiguration(addresses: Addresses): string {
  const { https, http, instances, folder, certificate, key, assets } = addresses;
  let text = readFileSync("lib/deploy/nginx.conf", "utf8");
  const replace = (from: string, to: string): void => {
    if (text.split(from).length !== 2) throw new Error(`not once in nginx.conf: ${from}`);
    text = text.replace(from, () => to);
  };
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  replace("listen 443 ", `listen ${https} `);
  replace("listen [::]:443 ", `listen [::1]:${https.split(":")[1]} `);
  replace("listen 80 ", `listen ${http} `);
  replace("listen [::]:80 ", `listen [::1]:${http.split(":")[1]} `);
  if (!knowsHttp2Directive()) {
    replace("    http2 on;\n", "");
    text = text.replaceAll(/(listen \S+ ssl)/g, "$1 http2");
  }
  for (const [index, instance] of instances.entries()) {
    replace(`app-${index + 1}:3000 max_fails`, `${instance} max_fails`);
    replace(`app-${index + 1}:3000 backup`, `${instance} backup`);
  }
  replace("127.0.0.0/8 1", `${INSIDE}/32 1`);
  replace("/srv/assets", assets);
  replace("/run/nginx.pid", path.join(folder, "pid"));
  replace("/dev/stdout", path.join(folder, "access.log"));
  replace("/etc/nginx/certificates/fullchain.pem", certificate);
  replace("/etc/nginx/certificates/privkey.pem", key);
  // Debian's nginx has others than the image built in.
  replace("http {\n", `http {\n${temporary.map((use) => `  ${use}_temp_path ${folder}/${use};\n`).join("")}`);
  return text;
}

/** From 1.25.1 on; Debian 12 has 1.22, which has it as a word of `listen`. */
function knowsHttp2Directive(): boolean {
  const { stderr } = spawnSync(nginxProgram(), ["-v"], { encoding: "utf8" });
  const [, major, minor, patch] = /nginx\/(\d+)\.(\d+)\.(\d+)/.exec(stderr)?.map(Number) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) throw new Error(`not a version: ${stderr}`);
  return major * 1e6 + minor * 1e3 + patch >= 1_025_001;
}
