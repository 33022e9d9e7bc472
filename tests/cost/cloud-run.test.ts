import { bill, JOB, priced, reasons, resource, SERVICE, SERVICE_V1, service } from "./bill";

const REQUEST_BASED = { limits: { cpu: "1", memory: "512Mi" }, cpuIdle: true };
const NO_EGRESS = { egressGib: 0 };

describe("a service billed by request", () => {
  test("the brief's BFF: 300,000 requests and 50 busy hours", () => {
    expect(bill(SERVICE, service(REQUEST_BASED), { requests: 300_000, instanceHours: 50, ...NO_EGRESS })).toEqual({
      Requests: "0.12", // 0.3 million x 0.40
      "CPU, active": "4.32", // 50 x 3600 s x 1 vCPU x 0.000024
      "Memory, active": "0.23", // 50 x 3600 s x 0.5 GiB x 0.0000025 = 0.225
    });
  });

  test("São Paulo is a Tier 2 region", () => {
    expect(
      bill(SERVICE, service(REQUEST_BASED, {}, "southamerica-east1"), {
        requests: 1e6,
        billedSeconds: 100_000,
        ...NO_EGRESS,
      }),
    ).toEqual({
      Requests: "0.40",
      "CPU, active": "3.36", // 100,000 x 0.0000336
      "Memory, active": "0.18", // 50,000 GiB-s x 0.0000035 = 0.175
    });
  });

  test("an instance kept warm costs the idle rate while it waits, and only then", () => {
    expect(
      bill(SERVICE, service(REQUEST_BASED, { minInstanceCount: 1 }), { requests: 0, instanceHours: 0, ...NO_EGRESS }),
    ).toMatchObject({
      "CPU, idle (min 1)": "6.57", // 730 x 3600 x 0.0000025
      "Memory, idle (min 1)": "3.29", // half a GiB: 3.285
    });
    expect(
      bill(SERVICE, service(REQUEST_BASED, { minInstanceCount: 1 }), { requests: 0, instanceHours: 50, ...NO_EGRESS }),
    ).toMatchObject({
      "CPU, active": "4.32",
      "CPU, idle (min 1)": "6.12", // 680 h x 3600 x 0.0000025
    });
    const busy = bill(SERVICE, service(REQUEST_BASED, { minInstanceCount: 1 }), {
      requests: 0,
      instanceHours: 900,
      ...NO_EGRESS,
    });
    expect(Object.keys(busy)).not.toContain("CPU, idle (min 1)");
  });

  test("time follows from requests: rounded up to 100 ms, shared by concurrent ones up to the limit", () => {
    const inputs = service(REQUEST_BASED);
    // 1,000,000 x 0.3 s (250 ms rounded up) = 300,000 vCPU-s x 0.000024 = 7.20
    expect(bill(SERVICE, inputs, { requests: 1e6, requestMs: 250, ...NO_EGRESS })["CPU, active"]).toBe("7.20");
    expect(bill(SERVICE, inputs, { requests: 1e6, requestMs: 300, ...NO_EGRESS })["CPU, active"]).toBe("7.20");
    expect(bill(SERVICE, inputs, { requests: 1e6, requestMs: 301, ...NO_EGRESS })["CPU, active"]).toBe("9.60");
    expect(
      bill(SERVICE, inputs, { requests: 1e6, requestMs: 300, concurrentRequests: 10, ...NO_EGRESS })["CPU, active"],
    ).toBe("0.72");
    const two = { ...inputs, template: { ...(inputs.template as object), maxInstanceRequestConcurrency: 2 } };
    expect(
      bill(SERVICE, two, { requests: 1e6, requestMs: 300, concurrentRequests: 10, ...NO_EGRESS })["CPU, active"],
    ).toBe("3.60");
  });

  test("the ceiling is every instance busy all month", () => {
    const ceiling = bill(
      SERVICE,
      service(REQUEST_BASED, { minInstanceCount: 1, maxInstanceCount: 10 }),
      { requests: 1e6, instanceHours: 50, ...NO_EGRESS },
      "ceiling",
    );
    expect(ceiling).toEqual({
      Requests: "0.40",
      "CPU, active": "630.72", // 7,300 h x 3600 x 0.000024
      "Memory, active": "32.85", // 7,300 h x 3600 x 0.5 x 0.0000025
    });
    // 100 instances where no limit is set: 73,000 h x 3600 x 0.000024
    expect(
      bill(SERVICE, service(REQUEST_BASED), { requests: 1, instanceHours: 1, ...NO_EGRESS }, "ceiling")["CPU, active"],
    ).toBe("6307.20");
  });

  test.each([
    [{ limits: { cpu: "1000m", memory: "1Gi" }, cpuIdle: true }, "8.64", "0.90"],
    [{ limits: { cpu: "0.5", memory: "512Mi" }, cpuIdle: true }, "4.32", "0.45"],
    [{ limits: { cpu: 2, memory: "1G" }, cpuIdle: true }, "17.28", "0.84"], // 1 G = 0.93132 GiB
    [{ limits: { cpu: "1", memory: "1073741824" }, cpuIdle: true }, "8.64", "0.90"],
    [{ limits: {}, cpuIdle: true }, "8.64", "0.45"],
    [undefined, "8.64", "0.45"],
  ])("100 hours of %j", (container, cpu, memory) => {
    expect(bill(SERVICE, service(container), { requests: 0, instanceHours: 100, ...NO_EGRESS })).toMatchObject({
      "CPU, active": cpu,
      "Memory, active": memory,
    });
  });

  test("all containers of an instance count", () => {
    const inputs = {
      location: "us-central1",
      template: {
        containers: [
          { resources: REQUEST_BASED },
          { resources: { limits: { cpu: "500m", memory: "256Mi" }, cpuIdle: true } },
        ],
      },
    };
    expect(bill(SERVICE, inputs, { requests: 0, instanceHours: 100, ...NO_EGRESS })).toMatchObject({
      "CPU, active": "12.96",
      "Memory, active": "0.68",
    });
  });
});

describe("a service billed by instance", () => {
  test("is what leaving cpuIdle out of given resources means", () => {
    const inputs = service({ limits: { cpu: "1", memory: "512Mi" } }, { minInstanceCount: 2, maxInstanceCount: 4 });
    expect(bill(SERVICE, inputs, { requests: 5e6, instanceHours: 2000, ...NO_EGRESS })).toEqual({
      "CPU, min 2 instances": "94.61", // 1,460 h x 3600 x 0.000018 = 94.608
      "Memory, min 2 instances": "5.26", // x 0.5 x 0.000002 = 5.256
      "CPU, instance time": "34.99", // 540 h more: 34.992
      "Memory, instance time": "1.94",
    });
  });

  test("manual scaling runs the number it is given", () => {
    const inputs = {
      ...service({ limits: { cpu: "1", memory: "1Gi" }, cpuIdle: false }, {}, "southamerica-east1"),
      scaling: { scalingMode: "MANUAL", manualInstanceCount: 1 },
    };
    expect(bill(SERVICE, inputs, { instanceHours: 0, ...NO_EGRESS })).toEqual({
      "CPU, min 1 instances": "56.76", // 2,628,000 s x 0.0000216
      "Memory, min 1 instances": "6.31", // x 0.0000024
    });
    expect(bill(SERVICE, inputs, { instanceHours: 0, ...NO_EGRESS }, "ceiling")["CPU, instance time"]).toBeUndefined();
  });
});

describe("a service of the v1 API", () => {
  const v1 = (annotations: Record<string, string>) => ({
    location: "us-central1",
    template: {
      metadata: { annotations },
      spec: { containers: [{ resources: { limits: { cpu: "1000m", memory: "512Mi" } } }] },
    },
  });

  test("throttles its CPU unless an annotation says otherwise", () => {
    expect(
      bill(SERVICE_V1, v1({ "autoscaling.knative.dev/minScale": "1", "autoscaling.knative.dev/maxScale": "3" }), {
        requests: 300_000,
        instanceHours: 50,
        ...NO_EGRESS,
      }),
    ).toEqual({
      Requests: "0.12",
      "CPU, active": "4.32",
      "Memory, active": "0.23",
      "CPU, idle (min 1)": "6.12",
      "Memory, idle (min 1)": "3.06",
    });
    expect(
      bill(SERVICE_V1, v1({ "run.googleapis.com/cpu-throttling": "false", "autoscaling.knative.dev/minScale": "1" }), {
        requests: 300_000,
        instanceHours: 0,
        ...NO_EGRESS,
      }),
    ).toEqual({
      "CPU, min 1 instances": "47.30", // 2,628,000 x 0.000018
      "Memory, min 1 instances": "2.63",
    });
  });
});

describe("a job", () => {
  const job = {
    location: "us-central1",
    template: { taskCount: 4, template: { containers: [{ resources: { limits: { cpu: "2", memory: "1Gi" } } }] } },
  };

  test("pays the instance-based rate, a minute a task at least", () => {
    expect(bill(JOB, job, { executions: 30, taskSeconds: 10, ...NO_EGRESS })).toEqual({
      "CPU of tasks": "0.26", // 30 x 4 x 60 s x 2 x 0.000018 = 0.2592
      "Memory of tasks": "0.01", // 7,200 x 0.000002
    });
    expect(bill(JOB, job, { executions: 30, taskSeconds: 600, tasks: 1, ...NO_EGRESS })["CPU of tasks"]).toBe("0.65");
    expect(bill(JOB, job, { instanceHours: 100, ...NO_EGRESS })["CPU of tasks"]).toBe("12.96");
  });
});

describe("egress straight from a service", () => {
  const out = (egressGib: unknown, location = "us-central1") =>
    bill(SERVICE, service(REQUEST_BASED, {}, location), { requests: 0, instanceHours: 0, egressGib });

  test("is charged by destination, in tiers", () => {
    expect(out({ northAmerica: 10 })).toMatchObject({ "Internet egress to northAmerica": "1.05" });
    expect(out({ southAmerica: 10, europe: 5 })).toMatchObject({ "Internet egress to southAmerica, europe": "1.80" });
    expect(out(10)).toMatchObject({ "Internet egress to sameContinent": "1.05" });
    expect(out({ southAmerica: 10 }, "southamerica-east1")).toMatchObject({
      "Internet egress to southAmerica": "1.20",
    });
    expect(out({ northAmerica: 11_240 })).toMatchObject({
      "Internet egress to northAmerica": "1075.20", // 10,240 x 0.105
      "Internet egress to northAmerica, past 10240 GiB": "80.00", // 1,000 x 0.08
    });
  });

  test("to where no price is known is listed, not guessed", () => {
    expect(
      reasons(
        priced([
          [resource(SERVICE, "it", service(REQUEST_BASED)), { requests: 0, instanceHours: 0, egressGib: { china: 1 } }],
        ]),
      ),
    ).toEqual(["Internet egress: no price is known from us-central1 to china"]);
  });
});

test("what stops a service from being priced is said", () => {
  const why = (inputs: Record<string, unknown>) =>
    reasons(priced([[resource(SERVICE, "it", inputs), { requests: 0, instanceHours: 0, ...NO_EGRESS }]]));
  expect(why({})).toEqual(["Cloud Run service: location is not given or not known yet"]);
  expect(why(service({ limits: { cpu: "[unknown]" }, cpuIdle: true }))).toEqual([
    "Cloud Run service: the cpu limit is not known yet",
  ]);
  expect(why(service({ limits: { memory: "half" }, cpuIdle: true }))).toEqual([
    'Cloud Run service: memory limit half: expected "512Mi", "1Gi" or "1G"',
  ]);
  expect(why(service({ limits: { cpu: "4", memory: "16Gi", "nvidia.com/gpu": "1" }, cpuIdle: true }))).toEqual([
    "GPU: no price is known for GPUs",
  ]);
  expect(why(service(REQUEST_BASED, {}, "mars-north1"))).toEqual([
    "CPU, active: no price is known for mars-north1",
    "Memory, active: no price is known for mars-north1",
  ]);
  expect(reasons(priced([[resource(SERVICE, "it", service(REQUEST_BASED))]]))).toEqual([
    "Usage: no usage given for: Requests (requests), CPU and memory while active (instanceHours), Internet egress (egressGib or egressGb)",
  ]);
});
