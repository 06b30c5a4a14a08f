import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

import { NotInstalledError } from "@/tests/load/peers/not-installed-error";
import { nginxProgram } from "@/tests/support/nginx-process";
import { installDebianPackages } from "@/tests/support/system-program";

/** The path of nginx' module nchan, installed where this process may do so (root on Debian). Throws NotInstalledError. */
export function nchanModule(): string {
  try {
    const { stderr } = spawnSync(nginxProgram(), ["-V"], { encoding: "utf8" });
    const folder = /--modules-path=(\S+)/.exec(stderr)?.[1] ?? "/usr/lib/nginx/modules";
    const file = `${folder}/ngx_nchan_module.so`;
    if (!existsSync(file)) installDebianPackages(["libnginx-mod-nchan"]);
    if (existsSync(file)) return file;
  } catch (cause) {
    throw new NotInstalledError("nchan", { cause });
  }
  throw new NotInstalledError("nchan");
}
