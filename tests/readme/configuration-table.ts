import { VARIABLES } from "@/lib/notifications/server/env-variables";

/** Where the table stands. */
export const README = "lib/deploy/README.md";

const HEAD = "| variable | | in `npm run dev` |\n|---|---|---|\n";

/** The README with its table of variables as lib/notifications/server/env-variables.ts has them. */
export function withConfigurationTable(readme: string): string {
  const [before, after] = readme.split(HEAD);
  if (before === undefined || after === undefined) throw new Error("the README has no table of variables");
  const rows = Object.entries(VARIABLES).map(([name, variable]) => {
    const development = variable.inDevelopment === undefined ? "" : `${variable.inDevelopment} `;
    return `| \`${name}\` | ${variable.about} | ${development}|\n`;
  });
  return before + HEAD + rows.join("") + after.slice(after.indexOf("\n\n") + 1);
}
