import { runCommand } from "../command";
import { publishAssets } from "../publish-assets";

await runCommand(async () => {
  const [, , target] = process.argv;
  if (!target) throw new Error("Usage: node commands/publish-assets.mjs FOLDER");
  const { added, removed } = await publishAssets(process.cwd(), target);
  return `Static files: ${added} added, ${removed} of old builds removed.`;
});
