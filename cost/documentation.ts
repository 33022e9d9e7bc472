import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { briefTable } from "./brief";
import { ALLOWANCES } from "./free-tier";
import { METERS } from "./meters/by-type";
import { monolith } from "./monolith";
import { PriceBook } from "./prices/price-book";
import { fromStack } from "./source";
import type { UsageField } from "./usage/field";

/** Tables of `docs/cost.md` that the code writes. */
const TABLES: Record<string, () => string[]> = { usage: usageTable, skus: skuTable, allowances: allowanceTable };

/** The document with its tables made anew. */
export const withTables = (markdown: string): string =>
  Object.entries(TABLES).reduce((text, [name, table]) => replaced(text, name, table()), markdown);

function usageTable(): string[] {
  const rows = METERS.filter(({ usage }) => usage.length > 0).flatMap(({ types, usage }) =>
    usage.map(
      (field, index) =>
        `| ${index === 0 ? types.map((type) => `\`${type}\``).join(", ") : ""} | ${names(field)} | ${unit(field)} | ${field.what} | ${(field.aliases ?? []).map((alias) => `\`${alias}\``).join(", ")} |`,
    ),
  );
  return ["| type | name | unit | what | also |", "| --- | --- | --- | --- | --- |", ...rows];
}

const names = ({ name, kind }: UsageField): string =>
  kind === "size" || kind === "sizeByDestination" ? `\`${name}Gib\`, \`${name}Gb\`` : `\`${name}\``;

function unit({ kind, unit: written }: UsageField): string {
  if (kind === "size") return "GiB or GB";
  if (kind === "sizeByDestination") return "GiB or GB, or these by destination";
  return kind === "flag" ? "true or false" : (written ?? "a region");
}

function skuTable(): string[] {
  const prices = new PriceBook().all();
  const skus = [...new Set(prices.map(({ sku }) => sku))].sort();
  const rows = skus.map((sku) => {
    const own = prices.filter((price) => price.sku === sku);
    const listed = own.map(
      ({ location, tiers, confidence }) =>
        `${location} ${tiers.map(({ from, usd }) => (from.isZero() ? usd.toFixed() : `${usd.toFixed()} past ${from.toFixed()}`)).join(", ")} (${confidence})`,
    );
    return `| \`${sku}\` | ${own[0]?.unit} | ${listed.join("; ")} |`;
  });
  return ["| sku | unit | USD |", "| --- | --- | --- |", ...rows];
}

function allowanceTable(): string[] {
  const rows = ALLOWANCES.map(
    ({ name, quantity, unit: each, usd, locations }) =>
      `| ${name} | ${quantity} ${each} | ${usd} | ${locations?.join(", ") ?? "everywhere"} |`,
  );
  return ["| allowance | a month | worth | where |", "| --- | --- | ---: | --- |", ...rows];
}

/** `docs/cost-and-the-brief.md` with its table made anew. */
export async function withBrief(markdown: string): Promise<string> {
  const prod = (...set: string[]) => fromStack("prod", ["region=us-central1", ...set]);
  const without = await prod("edge.mode=run-url");
  const balanced = await prod("edge.mode=load-balancer");
  const tenfold = await prod("edge.mode=run-url", "cost.usage.activeUsersPerDay=1000");
  const table = briefTable({
    without: without.price(),
    with: balanced.price(),
    monolith: without.price(monolith("us-central1")),
    tenfold: tenfold.price(),
  });
  return replaced(markdown, "brief", table);
}

const replaced = (markdown: string, name: string, table: string[]): string =>
  markdown.replace(
    new RegExp(`(<!-- ${name} -->\n).*?(<!-- /${name} -->)`, "s"),
    (_, start: string, end: string) => `${start}${table.join("\n")}\n${end}`,
  );

async function rewrite(): Promise<void> {
  const path = (name: string) => join(__dirname, "../docs", name);
  writeFileSync(path("cost.md"), withTables(readFileSync(path("cost.md"), "utf8")));
  writeFileSync(path("cost-and-the-brief.md"), await withBrief(readFileSync(path("cost-and-the-brief.md"), "utf8")));
}

if (require.main === module) void rewrite();
