import { blockOf, textOf } from "../inputs";
import { Decimal } from "../money";
import { amount } from "../usage/field";
import { charge, type Meter, optionally, unpriced } from "./meter";

const LEVELS: Record<string, string> = { SOFTWARE: "kms.key_version.software", HSM: "kms.key_version.hsm" };
const LARGE = /RSA_.*_(3072|4096)_|^EC_/;

export const cryptoKey: Meter = {
  types: ["gcp:kms/cryptoKey:CryptoKey"],
  usage: [
    amount(
      "versions",
      "versions",
      "active key versions; 1 unless given",
      "keyVersions",
      "activeVersions",
      "activeKeyVersions",
    ),
    amount("operations", "operations a month", "cryptographic operations", "keyOperations", "cryptoOperations"),
  ],
  read({ resource: { inputs }, usage }) {
    const template = blockOf(inputs.versionTemplate);
    const level = textOf(template?.protectionLevel) ?? "SOFTWARE";
    const sku = LEVELS[level];
    if (sku === undefined || (level === "HSM" && LARGE.test(String(template?.algorithm))))
      return [
        unpriced(
          "Key versions",
          `no price is known for ${level} ${String(template?.algorithm ?? "")}`.trim(),
          Object.keys(LEVELS),
        ),
      ];
    return [
      charge("fixed", "Active key versions", sku, "global", usage.amounts.get("versions") ?? new Decimal(1)),
      ...optionally(usage, "operations", "Key operations", "kms.operations", "global", 1e4),
    ];
  },
};
