import { readFileSync } from "node:fs";

import { parse } from "yaml";

type Condition = "service_healthy" | "service_completed_successfully";

/** What is looked at of a service. */
export interface ComposeService {
  image: string;
  build?: string;
  pull_policy?: string;
  command?: string[];
  profiles?: string[];
  depends_on?: Record<string, { condition: Condition }>;
  environment?: Record<string, string | null>;
  ports?: string[];
  read_only?: boolean;
  stop_grace_period?: string;
  networks?: string[] | Record<string, { ipv4_address?: string }>;
  network_mode?: string;
  extra_hosts?: string[];
}

interface ComposeNetwork {
  internal?: boolean;
  enable_ipv6?: boolean;
  ipam?: { config: { subnet: string; gateway: string }[] };
}

export interface ComposeFile {
  services: Record<string, ComposeService>;
  networks: Record<string, ComposeNetwork>;
}

/** compose.yaml as it stands. */
export function composeFile(): ComposeFile {
  return parse(readFileSync("compose.yaml", "utf8"), { merge: true }) as ComposeFile;
}

/** The same with the variables of an .env file put in. Throws an Error that names a required one that is missing. */
export function composeFileWith(variables: Readonly<Record<string, string>>): ComposeFile {
  const filled = JSON.parse(JSON.stringify(composeFile()), (_, value: unknown) =>
    typeof value === "string" ? interpolate(value, variables) : value,
  ) as ComposeFile;
  for (const { environment = {} } of Object.values(filled.services))
    for (const [name, value] of Object.entries(environment)) environment[name] = value ?? variables[name] ?? null;
  return filled;
}

/** Names of all services that are started, each after those it depends on. */
export function startOrder({ services }: ComposeFile): string[] {
  const order = new Set<string>();
  const add = (name: string): void => {
    for (const needed of Object.keys(services[name]?.depends_on ?? {})) add(needed);
    order.add(name);
  };
  for (const [name, { profiles }] of Object.entries(services)) if (!profiles) add(name);
  return [...order];
}

/** The variables of a service that have a value. */
export function environmentOf(service: ComposeService | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(service?.environment ?? {}).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}

/** Compose's `${NAME:?message}`, the one form that the file uses. */
function interpolate(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{(\w+):\?([^}]*)\}/g, (_, name: string, message: string) => {
    const value = variables[name];
    if (!value) throw new Error(`${name}: ${message}`);
    return value;
  });
}
