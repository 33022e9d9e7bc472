import { budgetAmount } from "../../components/observability/budget";
import type { Preview } from "../../resources/offline-preview";
import { find, inputs, look } from "../program/look";

let prod: Preview;
let dev: Preview;
beforeAll(async () => {
  prod = await look("prod");
  dev = await look("dev", "monitoring.enabled=true", "monitoring.emails=[ops@x.io]");
});

const alerts = ({ resources }: Preview) => resources.filter(({ type }) => type.endsWith(":AlertPolicy"));

interface AlertInputs {
  displayName: string;
  combiner: string;
  severity: string;
  conditions: Record<string, unknown>[];
  documentation: { content: string };
  alertStrategy: { autoClose: string; notificationRateLimit?: { period: string } };
  notificationChannels: unknown[];
}

test("dev is not watched unless asked", async () => {
  const { resources } = await look("dev");
  expect(resources.filter(({ type }) => /monitoring|billing|observability/.test(type))).toEqual([]);
});

test("every alert tells the channel, says what to do, and closes by itself", () => {
  const all = alerts(prod);
  expect(all).toHaveLength(17);
  for (const { inputs, propertyDependencies } of all) {
    const alert = inputs as unknown as AlertInputs;
    expect(alert.displayName).toMatch(/^prod: \S/);
    expect(["CRITICAL", "ERROR", "WARNING"]).toContain(alert.severity);
    expect(alert.documentation.content).toMatch(/\n\*\*Look\*\*\n- .+[\s\S]*\n\*\*Do\*\*\n- /);
    expect(alert.alertStrategy.autoClose).toBe("3600s");
    expect(alert.combiner).toBe(alert.conditions.length > 1 ? "AND" : "OR");
    expect(propertyDependencies.notificationChannels).toEqual([
      find(prod, "monitoring-email-alertas-pilotodevendas-com-br NotificationChannel").urn,
    ]);
    expect(inputs.userLabels).toEqual({ component: "monitoring", stack: "prod", "managed-by": "pulumi" });
  }
});

test("alerts on log lines, and only those, say how often they tell", () => {
  const limited = alerts(prod).filter(
    ({ inputs }) => (inputs as unknown as AlertInputs).alertStrategy.notificationRateLimit !== undefined,
  );
  expect(limited.map(({ name }) => name).sort()).toEqual([
    "monitoring-api-out-of-memory",
    "monitoring-bff-out-of-memory",
  ]);
});

test("an e-mail address becomes a channel", () => {
  expect(inputs(dev, "monitoring-email-ops-x-io NotificationChannel")).toEqual({
    displayName: "ops@x.io",
    type: "email",
    labels: { email_address: "ops@x.io" },
    userLabels: { component: "monitoring", stack: "dev", "managed-by": "pulumi" },
  });
});

test.each([
  ["prod", [], "app.pilotodevendas.com.br", true],
  ["prod", ["edge.mode=domain-mapping"], "app.pilotodevendas.com.br", true],
  ["prod", ["edge.mode=run-url"], "bff-nextjs-100000000002.us-central1.run.app", false],
] as const)("%s %j is looked at on %s", async (stack, set, host, certificate) => {
  const preview = await look(stack, ...set);
  expect(inputs(preview, "monitoring-uptime UptimeCheckConfig")).toEqual({
    displayName: `prod: https://${host}/`,
    monitoredResource: { type: "uptime_url", labels: { project_id: "piloto-de-vendas-prod", host } },
    httpCheck: { path: "/", port: 443, useSsl: true, validateSsl: true },
    period: "300s",
    timeout: "10s",
    selectedRegions: ["EUROPE", "SOUTH_AMERICA", "USA_VIRGINIA"],
    userLabels: { component: "monitoring", stack: "prod", "managed-by": "pulumi" },
  });
  expect(preview.resources.some(({ name }) => name === "monitoring-site-certificate")).toBe(certificate);
});

test("objectives: requests without a 5xx status, and requests that are fast", async () => {
  const preview = await look("prod", "monitoring.slo.enabled=true", "monitoring.slo.fastMs=800");
  const bff =
    'resource.type = "cloud_run_revision" AND resource.labels.service_name = "bff-nextjs" AND resource.labels.location = "us-central1"';
  const total = `metric.type = "run.googleapis.com/request_count" AND ${bff}`;
  expect(inputs(preview, "monitoring-slo-availability Slo")).toMatchObject({
    displayName: "99.5 % of requests end without a 5xx status",
    goal: 0.995,
    rollingPeriodDays: 28,
    requestBasedSli: {
      goodTotalRatio: {
        totalServiceFilter: total,
        badServiceFilter: `${total} AND metric.labels.response_code_class = "5xx"`,
      },
    },
  });
  expect(inputs(preview, "monitoring-slo-latency Slo")).toMatchObject({
    displayName: "95 % of requests are answered within 800 ms",
    goal: 0.95,
    requestBasedSli: {
      distributionCut: {
        distributionFilter: `metric.type = "run.googleapis.com/request_latencies" AND ${bff}`,
        range: { max: 800 },
      },
    },
  });
});

test("the budget is this project's, in the account's currency, through a provider that pays for its own calls", async () => {
  const preview = await look("prod", "cost.budgetUsd=150", "monitoring.budget.billingAccount=012345-6789AB-CDEF01");
  expect(inputs(preview, "monitoring-budget Budget")).toEqual({
    billingAccount: "012345-6789AB-CDEF01",
    displayName: "piloto-de-vendas-prod (prod)",
    amount: { specifiedAmount: { currencyCode: "BRL", units: "883" } },
    budgetFilter: { projects: ["projects/100000000002"], calendarPeriod: "MONTH" },
    thresholdRules: [
      { thresholdPercent: 0.5, spendBasis: "CURRENT_SPEND" },
      { thresholdPercent: 0.9, spendBasis: "CURRENT_SPEND" },
      { thresholdPercent: 1, spendBasis: "CURRENT_SPEND" },
      { thresholdPercent: 1, spendBasis: "FORECASTED_SPEND" },
    ],
    allUpdatesRule: { monitoringNotificationChannels: expect.any(Array) },
  });
  const provider = preview.resources.find(({ name }) => name === "monitoring-billing");
  expect(provider).toMatchObject({
    type: "pulumi:providers:gcp",
    inputs: { project: "piloto-de-vendas-prod", billingProject: "piloto-de-vendas-prod", userProjectOverride: "true" },
  });
  expect(find(preview, "monitoring-budget Budget").options.provider).toContain(provider?.urn);
});

test.each([
  [150, "USD", 150],
  [150, "BRL", 883],
  [99.5, "USD", 100],
  [0.01, "USD", 1],
] as const)("a budget of %d USD, in %s, is %d", (usd, currency, units) => {
  expect(budgetAmount(usd, currency, 5.884)).toEqual({ currency, units });
});
