import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ALLOWANCES } from "./free-tier";
import { METERS } from "./meters/by-type";
import { PriceBook } from "./prices/price-book";
import type { UsageField } from "./usage/field";

/** Tables of `docs/cost.md` that the code writes. */
const TABLES: Record<string, () => string[]> = { usage: usageTable, skus: skuTable, allowances: allowanceTable };

/** The document with its tables made anew. */
export const withTables = (markdown: string): string =>
  Object.entries(TABLES).reduce(
    (text, [name, table]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`),
        (_, start, end) => `${start}${table().join("\n")}\n${end}`,
      ),
    markdown,
  );

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

if (require.main === module) {
  const file = join(__dirname, "../docs/cost.md");
  writeFileSync(file, withTables(readFileSync(file, "utf8")));
}
