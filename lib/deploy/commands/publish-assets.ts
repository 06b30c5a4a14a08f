import { publishAssets } from "@/lib/deploy/publish-assets";

const [, , target] = process.argv;
if (!target) {
  console.error("Usage: node commands/publish-assets.mjs FOLDER");
  process.exit(1);
}
try {
  const { added, removed } = await publishAssets(process.cwd(), target);
  console.log(`Static files: ${added} added, ${removed} of old builds removed.`);
} catch (error) {
  console.error(error instanceof Error ? error.message || error.name : error);
  process.exit(1);
}
