import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { guard } from "@/lib/dev/guardian";

import { systemProgram } from "./system-program";

export interface Certificate {
  /** The files. Who trusts the certificate trusts it as an authority too. */
  certificate: string;
  key: string;
  remove(): Promise<void>;
}

/** Makes a certificate for these addresses, valid for a day. */
export async function createCertificate(addresses: readonly string[] = ["127.0.0.1"]): Promise<Certificate> {
  const openssl = systemProgram({
    names: ["openssl"],
    debianPackages: ["openssl"],
    advice: "apt-get install openssl, or brew install openssl",
  });
  const folder = await mkdtemp(path.join(tmpdir(), "notifications-certificate-"));
  const letGo = guard({ folder });
  const [certificate, key] = [path.join(folder, "certificate.pem"), path.join(folder, "key.pem")];
  const kind = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"];
  const names = addresses.map((address) => `IP:${address}`).join();
  const name = ["-subj", "/CN=notifications", "-addext", `subjectAltName=${names}`];
  await promisify(execFile)(openssl, ["req", ...kind, ...name, "-keyout", key, "-out", certificate]);
  return {
    certificate,
    key,
    remove: async () => {
      await rm(folder, { recursive: true, force: true });
      await letGo();
    },
  };
}
