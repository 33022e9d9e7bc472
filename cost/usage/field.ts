/** A quantity of one resource type that only its use can tell. */
export interface UsageField {
  /** Name in documents and messages. Of a size: without its unit, e.g. `stored` for `storedGib` and `storedGb`. */
  name: string;
  kind: "amount" | "size" | "sizeByDestination" | "flag" | "region";
  /** What is counted. */
  what: string;
  /** Unit of an amount, e.g. `requests a month`. */
  unit?: string;
  /** Other names that mean the same. */
  aliases?: string[];
}

/** Where data leaves to. */
export const DESTINATIONS = [
  "northAmerica",
  "southAmerica",
  "europe",
  "asia",
  "oceania",
  "china",
  "middleEast",
  "africa",
  "worldwide",
] as const;
export type Destination = (typeof DESTINATIONS)[number];

/** Other names of a destination; `sameContinent` is the region's own. */
export const DESTINATION_ALIASES: Record<string, Destination | "sameContinent"> = {
  na: "northAmerica",
  us: "northAmerica",
  usa: "northAmerica",
  unitedstates: "northAmerica",
  sa: "southAmerica",
  brazil: "southAmerica",
  latinamerica: "southAmerica",
  eu: "europe",
  emea: "europe",
  apac: "asia",
  asiapacific: "asia",
  australia: "oceania",
  intercontinental: "worldwide",
  internet: "worldwide",
  othercontinents: "worldwide",
  samecontinent: "sameContinent",
  intracontinent: "sameContinent",
};

const CONTINENTS: [prefix: string, continent: Destination][] = [
  ["us-", "northAmerica"],
  ["northamerica-", "northAmerica"],
  ["southamerica-", "southAmerica"],
  ["europe-", "europe"],
  ["asia-", "asia"],
  ["australia-", "oceania"],
  ["me-", "middleEast"],
  ["africa-", "africa"],
];

/** The continent of a region or of a multi-region, such as `us`. */
export const continentOf = (location: string): Destination | undefined =>
  location === "eu" ? "europe" : CONTINENTS.find(([prefix]) => `${location}-`.startsWith(prefix))?.[1];

export const amount = (name: string, unit: string, what: string, ...aliases: string[]): UsageField => ({
  name,
  kind: "amount",
  unit,
  what,
  aliases,
});
export const size = (name: string, what: string, ...aliases: string[]): UsageField => ({
  name,
  kind: "size",
  what,
  aliases,
});
export const flag = (name: string, what: string, ...aliases: string[]): UsageField => ({
  name,
  kind: "flag",
  what,
  aliases,
});

export const INTERNET_EGRESS: UsageField = {
  name: "egress",
  kind: "sizeByDestination",
  what: "data sent to the internet, in all or by destination",
  aliases: [
    "out",
    "dataOut",
    "internetEgress",
    "networkEgress",
    "egressDataTransfer",
    "dataTransferOut",
    "internetDataTransfer",
    "internetDataTransferOut",
  ],
};
export const LOGS = size("logs", "log entries written", "logging", "loggingData", "logsIngested");
export const REGION: UsageField = {
  name: "region",
  kind: "region",
  what: "region whose prices hold, where the resource names none",
};
