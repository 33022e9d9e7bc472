import fc from "fast-check";
import { type Chart, dashboardJson, type Row } from "../../components/observability/dashboard";
import { connectorRow, databaseRow, edgeRow, serviceRow } from "../../components/observability/dashboard-rows";
import { settings } from "../settings/config";

const { monitoring } = settings();
const service = (title: string, name: string) =>
  serviceRow({ title, name, region: "us-central1", maxInstances: 10, thresholds: monitoring.bff });

interface Tile {
  xPos?: number;
  yPos?: number;
  width: number;
  height: number;
  widget: { title: string; sectionHeader?: object; xyChart?: object };
}
const tiles = (rows: Row[]): Tile[] => JSON.parse(dashboardJson("d", rows)).mosaicLayout.tiles;

test("a row for each part, each with its charts", () => {
  const rows = [
    edgeRow("edge-https"),
    service("BFF", "bff-nextjs"),
    service("API", "api-python"),
    databaseRow("piloto:db-1", { cpu: 0.85, connections: 50 }),
    connectorRow("vpc-connector-1", 3),
  ];
  expect(tiles(rows).map(({ widget }) => `${widget.sectionHeader ? "" : "  "}${widget.title}`)).toEqual([
    "Edge: load balancer, Armor and CDN",
    "  Requests a second, by status",
    "  Requests a second, by what the CDN made of them",
    "  Response time, p95 (ms)",
    "BFF: Cloud Run bff-nextjs",
    "  Requests a second, by status",
    "  Response time, p95 (ms)",
    "  Memory, p99",
    "  Instances, by state",
    "API: Cloud Run api-python",
    "  Requests a second, by status",
    "  Response time, p95 (ms)",
    "  Memory, p99",
    "  Instances, by state",
    "Database: Cloud SQL db-1",
    "  CPU",
    "  Memory",
    "  Disk used (bytes)",
    "  Connections",
    "Network: connector vpc-connector-1",
    "  Instances",
    "  CPU, p95",
    "  Sent bytes a second",
  ]);
});

test("a chart is a query with the alert's line in it", () => {
  const [, chart] = tiles([databaseRow("piloto:db-1", { cpu: 0.85, connections: undefined })]);
  expect(chart?.widget).toEqual({
    title: "CPU",
    xyChart: {
      dataSets: [
        {
          plotType: "LINE",
          targetAxis: "Y1",
          timeSeriesQuery: {
            timeSeriesFilter: {
              filter:
                'metric.type = "cloudsql.googleapis.com/database/cpu/utilization" AND resource.type = "cloudsql_database" AND resource.labels.database_id = "piloto:db-1"',
              aggregation: {
                alignmentPeriod: "60s",
                perSeriesAligner: "ALIGN_MEAN",
                crossSeriesReducer: "REDUCE_SUM",
              },
            },
          },
        },
      ],
      thresholds: [{ value: 0.85, targetAxis: "Y1" }],
    },
  });
});

const chart: Chart = { title: "c", filter: "f", aligner: "ALIGN_MEAN", reducer: "REDUCE_SUM" };
const anyRows = fc.array(
  fc.integer({ min: 1, max: 6 }).map((count): Row => ({ title: "r", charts: Array(count).fill(chart) })),
  { minLength: 1, maxLength: 8 },
);

test("no two tiles share a place, none is outside, and nothing is zero", () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      const all = tiles(rows);
      const taken = new Set<string>();
      for (const { xPos = 0, yPos = 0, width, height } of all) {
        expect(xPos + width).toBeLessThanOrEqual(48);
        for (let x = xPos; x < xPos + width; x++)
          for (let y = yPos; y < yPos + height; y++) {
            expect(taken.has(`${x},${y}`)).toBe(false);
            taken.add(`${x},${y}`);
          }
      }
      expect(dashboardJson("d", rows)).not.toMatch(/:0[,}]/);
    }),
    { numRuns: 30 },
  );
});
