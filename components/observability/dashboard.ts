/** A chart: one metric, told apart by a label or not. */
export interface Chart {
  title: string;
  filter: string;
  aligner: string;
  reducer: string;
  groupBy?: string[];
  /** A line drawn where the alert is. */
  threshold?: number;
}

export interface Row {
  title: string;
  charts: Chart[];
}

const COLUMNS = 48;
const HEADER_HEIGHT = 4;
const CHART_HEIGHT = 16;

/**
 * A dashboard as Google keeps it: a row for each part of the product, a header over its charts.
 *
 * Google leaves out what is zero when it gives a dashboard back. So does this, or every preview would show a change.
 * https://docs.cloud.google.com/monitoring/api/ref_v3/rest/v1/projects.dashboards
 */
export function dashboardJson(displayName: string, rows: Row[]): string {
  const tiles = rows.flatMap(({ title, charts }, index) => {
    const top = index * (HEADER_HEIGHT + CHART_HEIGHT);
    const width = Math.floor(COLUMNS / charts.length);
    return [
      tile({ yPos: top, width: COLUMNS, height: HEADER_HEIGHT }, { title, sectionHeader: { dividerBelow: true } }),
      ...charts.map((chart, column) =>
        tile({ xPos: column * width, yPos: top + HEADER_HEIGHT, width, height: CHART_HEIGHT }, widget(chart)),
      ),
    ];
  });
  return JSON.stringify({ displayName, mosaicLayout: { columns: COLUMNS, tiles } }, withoutZero);
}

const tile = (place: Record<string, number>, widget: object) => ({ ...place, widget });

const withoutZero = (_: string, value: unknown) => (value === 0 ? undefined : value);

const widget = ({ title, filter, aligner, reducer, groupBy, threshold }: Chart) => ({
  title,
  xyChart: {
    dataSets: [
      {
        plotType: "LINE",
        targetAxis: "Y1",
        timeSeriesQuery: {
          timeSeriesFilter: {
            filter,
            aggregation: {
              alignmentPeriod: "60s",
              perSeriesAligner: aligner,
              crossSeriesReducer: reducer,
              ...(groupBy && { groupByFields: groupBy }),
            },
          },
        },
      },
    ],
    ...(threshold !== undefined && { thresholds: [{ value: threshold, targetAxis: "Y1" }] }),
  },
});
