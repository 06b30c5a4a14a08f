import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import type { ConnectionOptions } from "node:tls";

/** The address of a database is wrong. The message is a sentence whose subject is the variable with the address. */
export class DatabaseUrlError extends Error {
  override readonly name = "DatabaseUrlError";
}

export interface Encryption {
  /** False: encrypt only if the server can. */
  required: boolean;
  /** Encrypt at once, without asking whether the server can. */
  direct: boolean;
  options: ConnectionOptions;
}

/** Where a database is, and how to connect to it. Without a database, user or password, the driver looks in the environment. */
export interface DatabaseAddress {
  host: string;
  port: number;
  /** Of a socket, in place of host and port. */
  path: string | undefined;
  database: string | undefined;
  user: string | undefined;
  password: string | undefined;
  encryption: Encryption | undefined;
  applicationName: string | undefined;
  /** Settings for the server, such as `-c work_mem=8MB`. */
  options: string | undefined;
  /** Prisma's `pgbouncer=true`. */
  pooler: boolean;
  /** The address demands channel binding, which the driver does not know. */
  wantsChannelBinding: boolean;
}

type Parameter = (name: string) => string | undefined;

const DEFAULT_PORT = 5432;
const MAX_PORT = 65_535;
/** Every statement names this schema. */
const SCHEMA = "public";

/**
 * Reads a connection URI as libpq does (PostgreSQL manual, section 34.1.1.2), and the additions of hosters and ORMs.
 * Leaves out parameters that only another client knows. Throws DatabaseUrlError.
 */
export function parseDatabaseUrl(text: string): DatabaseAddress {
  // Postgres allows an address without a host, `URL` does not.
  const url = parse(text.replace(/^(?<start>postgres(?:ql)?:\/\/(?:[^/?#]*@)?)(?=[/?]|$)/, "$<start>localhost"));
  // These characters end the host. If a password contains one, its @ ends up in a later part.
  if (url.hash || url.pathname.includes("@") || [...url.searchParams.keys()].some((name) => name.includes("@")))
    throw new DatabaseUrlError("contains a #, / or ? in the user or password: write %23, %2F or %3F in its place");
  const parameter: Parameter = (name) => url.searchParams.get(name) || undefined;

  const schema = parameter("schema");
  if (schema !== undefined && schema !== SCHEMA)
    throw new DatabaseUrlError(`has schema=${schema}: the tables are in the schema ${SCHEMA}, leave the parameter out`);
  const host = parameter("host") ?? decoded(url.hostname.replace(/^\[(?<address>.*)\]$/, "$<address>"));
  if (host.includes(",")) throw new DatabaseUrlError("names several hosts: name one that leads to the primary");
  const port = Number(parameter("port") ?? (url.port || DEFAULT_PORT));
  if (!Number.isInteger(port) || port < 1 || port > MAX_PORT)
    throw new DatabaseUrlError(`has a port that is not a number from 1 to ${MAX_PORT}`);
  const path = host.startsWith("/") ? `${host}/.s.PGSQL.${port}` : undefined;
  return {
    host,
    port,
    path,
    database: parameter("dbname") ?? (decoded(url.pathname.slice(1)) || undefined),
    user: parameter("user") ?? (decoded(url.username) || undefined),
    password: parameter("password") ?? (decoded(url.password) || undefined),
    // A socket is not encrypted.
    encryption: path === undefined ? encryption(host, parameter) : undefined,
    applicationName: parameter("application_name"),
    options: parameter("options"),
    pooler: parameter("pgbouncer") === "true",
    wantsChannelBinding: parameter("channel_binding") === "require",
  };
}

function parse(text: string): URL {
  if (!text) throw new DatabaseUrlError("is missing: set it to postgresql://user:password@host:5432/database");
  if (!URL.canParse(text) || !/^postgres(ql)?:\/\//.test(text))
    throw new DatabaseUrlError(
      "is not a URL of the form postgresql://user:password@host:5432/database, with special characters in the password as %…",
    );
  return new URL(text);
}

/** Decodes percent-encoding. A % that encodes nothing stands for itself, as in a pasted password. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => {
    try {
      return decodeURIComponent(bytes);
    } catch {
      return bytes;
    }
  });
}

/** Follows libpq's `sslmode` (section 34.19): by default, encrypt if the server can. */
function encryption(host: string, parameter: Parameter): Encryption | undefined {
  const rootFile = parameter("sslrootcert");
  const mode = parameter("sslmode") ?? impliedMode(parameter("ssl"), rootFile);
  if (mode === "disable") return undefined;
  const files: ConnectionOptions = {
    ...(rootFile !== undefined && rootFile !== "system" && { ca: read("sslrootcert", rootFile) }),
    ...readOptional("cert", "sslcert", parameter),
    ...readOptional("key", "sslkey", parameter),
    ...(parameter("sslpassword") !== undefined && { passphrase: parameter("sslpassword") }),
  };
  const verified = verification(mode, files.ca !== undefined);
  return {
    required: mode !== "allow" && mode !== "prefer",
    direct: parameter("sslnegotiation") === "direct",
    options: { ...files, ...verified, host, ...(!isIP(host) && { servername: host }) },
  };
}

/** How to verify the server's certificate. */
function verification(mode: string, hasAuthority: boolean): ConnectionOptions {
  const nothing = { rejectUnauthorized: false };
  const authority = { rejectUnauthorized: true, checkServerIdentity: () => undefined };
  switch (mode) {
    case "allow":
    case "prefer":
    case "no-verify":
      return nothing;
    case "require":
      // With an authority given, libpq too treats it as verify-ca.
      return hasAuthority ? authority : nothing;
    case "verify-ca":
      return authority;
    case "verify-full":
      return { rejectUnauthorized: true };
    default:
      throw new DatabaseUrlError(`has sslmode=${mode}: use disable, prefer, require, verify-ca or verify-full`);
  }
}

function impliedMode(ssl: string | undefined, rootFile: string | undefined): string {
  if (rootFile === "system") return "verify-full";
  if (ssl === "no-verify") return ssl;
  if (ssl === "false" || ssl === "0") return "disable";
  return ssl === undefined ? "prefer" : "require";
}

function readOptional(name: string, from: string, parameter: Parameter): object {
  const file = parameter(from);
  return file === undefined ? {} : { [name]: read(from, file) };
}

function read(name: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw new DatabaseUrlError(`names a file in ${name} that cannot be read (${reason}): ${file}`);
  }
}
