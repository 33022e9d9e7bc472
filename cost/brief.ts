import type { CostReport, Line } from "./line";
import { type Decimal, sum } from "./money";
import { usd } from "./print";

/** The brief's estimate, row by row, beside this one's: prod in us-central1 without and with its load balancer, and the monolith. */
export interface BriefReports {
  without: CostReport;
  with: CostReport;
  monolith: CostReport;
  /** Without balancer, for ten times the users. */
  tenfold: CostReport;
}

interface Row {
  row: string;
  brief: string;
  ours(reports: BriefReports): Decimal;
  why: string;
}

const of = (report: CostReport, matches: (line: Line) => boolean): Decimal =>
  sum(report.lines.filter((line) => line.scenario === "expected" && matches(line)).map(({ monthly }) => monthly));

const isRunTime = ({ sku }: Line): boolean => /^cloudrun\.(request|requests|instance)\b/.test(sku);
const isEgress = ({ sku }: Line): boolean => /egress/.test(sku);
const isDatabase = ({ sku }: Line): boolean => sku.startsWith("sql.") && sku !== "sql.backup";
const isBalancer = ({ sku }: Line): boolean => sku.startsWith("lb.");
const isConnector = ({ sku }: Line): boolean => sku.startsWith("compute.");

const ROWS: Row[] = [
  {
    row: "Cloud Run BFF",
    brief: "~$5",
    ours: ({ without }) => of(without, (line) => line.component === "bff" && isRunTime(line)),
    why: "The same arithmetic: 50 h of 1 vCPU and 512 MiB, 300,000 requests. The brief rounds up.",
  },
  {
    row: "Cloud Run API",
    brief: "~$20",
    ours: ({ without }) => of(without, (line) => line.component === "api" && isRunTime(line)),
    why: "The same arithmetic: 100 h of 2 vCPU and 2 GiB, 200,000 requests.",
  },
  {
    row: "VPC connector",
    brief: "~$15",
    ours: ({ without }) => of(without, isConnector),
    why: 'Two e2-micro at the price of us-central1. The brief\'s $52 for a "managed" connector is no product: Serverless VPC Access is the managed one, billed as its machines. It never shrinks after growing; ten machines are $61. Direct VPC egress costs nothing.',
  },
  {
    row: "Cloud SQL",
    brief: "~$10",
    ours: ({ without }) => of(without, isDatabase),
    why: "db-g1-small is $25.55 a month and db-f1-micro $7.67, before 10 GiB of disk: the brief's $7-15 fits only the smaller one.",
  },
  {
    row: "Load balancer",
    brief: "$0 or ~$25",
    ours: ({ with: on }) => of(on, isBalancer),
    why: "$18.25 for the first five rules, ports 80 and 443 among them, and 0.008 a GiB, both ways, for what its cache does not answer.",
  },
  {
    row: "Cloud Armor, CDN, assets bucket",
    brief: "not counted",
    ours: ({ with: on }) => of(on, ({ sku }) => /^(armor|cdn|gcs)\./.test(sku)),
    why: "$5 a policy, $1 a rule, $0.75 a million requests; what the cache sends.",
  },
  {
    row: "Egress of the API's calls",
    brief: "~$2",
    ours: ({ without }) => of(without, (line) => line.component === "api" && isEgress(line)),
    why: "10 GB are 9.31 GiB, and to North America the price is 0.105.",
  },
  {
    row: "Egress of pages to users, without balancer",
    brief: "not counted",
    ours: ({ without }) => of(without, (line) => line.component === "bff" && isEgress(line)),
    why: "The brief sends 100 GB through the balancer but pays for no byte that leaves Google. 90 of them do, to South America at 0.12 a GiB.",
  },
  {
    row: "Egress of pages to users, with balancer",
    brief: "not counted",
    ours: ({ with: on }) =>
      of(on, (line) => line.component === "edge" && isEgress(line) && !line.sku.startsWith("cdn.")),
    why: "Fewer, because the cache answers the files; those are in the CDN's row.",
  },
  {
    row: "Private DNS zone, secrets, images, backups",
    brief: "not counted",
    ours: ({ without }) =>
      of(without, ({ sku }) => /^(dns|secretmanager|artifactregistry|logging)\.|^sql\.backup$/.test(sku)),
    why: "The zone is what makes an internal API reachable at all.",
  },
  {
    row: "**Total without load balancer**",
    brief: "~$52",
    ours: ({ without }) => without.scenarios.expected.total,
    why: "The database's true price and the pages' egress.",
  },
  {
    row: "**Total with load balancer**",
    brief: "~$77",
    ours: ({ with: on }) => on.scenarios.expected.total,
    why: "The same, and Cloud Armor.",
  },
  {
    row: "1000 users a day, without load balancer",
    brief: "3-5 times as much",
    ours: ({ tenfold }) => tenfold.scenarios.expected.total,
    why: "Ten times the users are ten times the usage; only the fixed part stays.",
  },
  {
    row: "Monolith",
    brief: "~$30-40",
    ours: ({ monolith }) => monolith.scenarios.expected.total,
    why: "One service of the API's size, files straight from a bucket, db-g1-small. The brief's \"bucket and CDN\" for $1-5 leaves out that a CDN needs a balancer ($18.25).",
  },
];

/** The table of `docs/cost-and-the-brief.md`. */
export const briefTable = (reports: BriefReports): string[] => [
  "| a month | brief | here | why |",
  "| --- | ---: | ---: | --- |",
  ...ROWS.map(({ row, brief, ours, why }) => `| ${row} | ${brief} | ${usd(ours(reports))} | ${why} |`),
];
