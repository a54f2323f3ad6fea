/** `npm run terraform:report`: what is counted in a plan, and that the README's tables are what the command prints. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { main } from "../../local/cli/terraform-report.ts";
import { createWorkspace, findProvider, root, standIn } from "../../local/terraform/index.ts";
import { costLines, costTable, type Plan, parsePlan, prices, quotas, quotaTable, quotaUses } from "../../local/terraform/report/index.ts";

const resource = (type: string, values: object = {}): object => ({ type, mode: "managed", values });
const services = (number: number): string[] => Array.from({ length: number }, (_, at) => `service-${at}`);

function planJson(names: readonly string[]): string {
  const resources = [
    resource("aws_nat_gateway"),
    resource("aws_eip"),
    resource("aws_vpc_endpoint", { vpc_endpoint_type: "Interface", subnet_ids: [null, null, null] }),
    resource("aws_vpc_endpoint", { vpc_endpoint_type: "Gateway" }),
    resource("aws_dynamodb_table", { name: "test-refresh" }),
    resource("aws_cloudwatch_metric_alarm", { metric_query: [{ metric: [{}] }, { metric: [{}] }, { expression: "a + b", metric: [] }] }),
    ...Array.from({ length: 10 }, () => resource("aws_cloudwatch_metric_alarm", { metric_query: [] })),
    { type: "aws_kms_key", mode: "data", values: {} },
    ...names.flatMap((service) => [
      resource("aws_dynamodb_table", { name: `${service}-accounts` }),
      resource("aws_sns_topic_subscription", { filter_policy: `{"service":["${service}"]}` }),
      resource("aws_kms_key"),
      resource("aws_cloudwatch_dashboard", { dashboard_body: JSON.stringify({ widgets: [{}, {}] }) }),
    ]),
  ];
  const variables = { service_names: { value: names }, aurora_instance_class: { value: "db.r8g.large" } };
  return JSON.stringify({ planned_values: { root_module: { resources } }, variables });
}

const used = (plan: Plan, name: string): number | undefined => quotaUses([plan]).find(({ quota }) => quota.name === name)?.used[0];
const cost = (plan: Plan, what: string) => costLines(plan).find((line) => line.what === what);

describe("a plan's use of quotas", () => {
  const plan = parsePlan(planJson(services(4)));

  it("counts what the plan makes, not what it reads", () => {
    expect(plan.services).toBe(4);
    expect(used(plan, "KMS: keys of a region")).toBe(4);
    expect(used(plan, "VPC: interface endpoints of a VPC")).toBe(1);
    expect(used(plan, "CloudWatch: widgets of a dashboard")).toBe(2);
  });

  it("counts what a night makes beside it: three generations of each table but the control table", () => {
    expect(used(plan, "DynamoDB: tables of a region")).toBe(5 + 3 * 4);
  });

  it("says which quota has to be raised, from the first service too many on", () => {
    const raised = (number: number): string[] =>
      quotaUses([parsePlan(planJson(services(number)))]).flatMap(({ quota, raise }) => (raise[0] === true ? [quota.name] : []));
    expect(raised(200)).toEqual([]);
    expect(raised(201)).toEqual(["SNS: filter policies of a topic"]);
    expect(quotaTable([parsePlan(planJson(services(201)))])).toContain("| **201: raise it** |");
  });

  it("marks what is from memory", () => {
    const unread = quotas.filter(({ read }) => read === undefined);
    expect(quotaTable([plan]).match(/ \? \|/g)).toHaveLength(unread.length);
  });
});

describe("a plan's cost", () => {
  const plan = parsePlan(planJson(services(4)));

  it("bills an endpoint in each zone, and dashboards and alarms beyond the free ones", () => {
    expect(cost(plan, "Interface endpoints")?.idle).toBeCloseTo(3 * 730 * prices.endpoint.dollars);
    expect(cost(plan, "Dashboards")?.idle).toBe(prices.dashboard.dollars);
    expect(cost(plan, "Alarms")?.idle).toBeCloseTo(2 * prices.alarmMetric.dollars);
  });

  it("grows with the services where they have resources of their own, and nowhere else", () => {
    const more = parsePlan(planJson(services(8)));
    expect(cost(more, "Keys")?.idle).toBe(2 * (cost(plan, "Keys")?.idle ?? 0));
    expect(cost(more, "Interface endpoints")).toEqual(cost(plan, "Interface endpoints"));
  });

  it("names the three dearest", () => {
    expect(costTable([plan]).match(/^\| \*\*/gm)).toHaveLength(3);
  });
});

describe("the command", () => {
  let folder: string;
  let said: string;
  const write = (name: string, text: string): string => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "test-report-"));
    said = "";
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, "write").mockImplementation((text) => {
        said += String(text);
        return true;
      });
    }
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
  });

  it("prints both tables with a column a plan", async () => {
    expect(await main(["--plan", write("a.json", planJson(services(1))), write("b.json", planJson(services(2)))])).toBe(0);
    expect(said).toContain("| quota | default | adjustable | 1 service | 2 services | note |");
    expect(said).toContain("| what | 1 service, idle a month | a night | 2 services, idle a month | a night | lowered by |");
  });

  it("gives machines the sources as well", async () => {
    expect(await main(["--json", "--plan", write("a.json", planJson(services(2)))])).toBe(0);
    const { costs, quotas: all } = JSON.parse(said) as { costs: { services: number }[]; quotas: { quota: { source: string } }[] };
    expect(costs).toMatchObject([{ services: 2 }]);
    expect(all.every(({ quota }) => quota.source.length > 0)).toBe(true);
  });

  it("ends with 1 where a file is no plan, and with 2 without one", async () => {
    expect(await main(["--plan", write("x.json", "{}")])).toBe(1);
    expect(said).toMatch(/x\.json: This is no plan of the stack .*terraform show -json/);
    expect(await main([])).toBe(2);
  });
});

const provider = findProvider([standIn]);
const maybe = typeof provider === "string" ? describe.skip : describe;

maybe("the README's tables", () => {
  it("are what the command prints for prod.tfvars", async () => {
    const workspace = await createWorkspace(standIn);
    try {
      await workspace.terraform("init", "-input=false");
      await workspace.terraform("plan", "-input=false", "-var-file=prod.tfvars", "-out=prod.tfplan");
      const plan = parsePlan(JSON.stringify(await workspace.json("show", "-json", "prod.tfplan")));
      const readme = rowsOf(readFileSync(path.join(root, "terraform/README.md"), "utf8"));
      for (const [table, columns] of [
        [quotaTable([plan]), [0, 1, 2, 3]],
        [costTable([plan]), [0, 1, 2]],
      ] as const) {
        for (const [what = "", ...cells] of rowsOf(table).values()) {
          const written = readme.get(what);
          expect([what, ...cells.slice(0, columns.length - 1)]).toEqual(columns.map((column) => written?.[column]));
        }
      }
    } finally {
      await workspace.remove();
    }
  }, 120_000);
});

/** The rows of a text's tables by their first cells, without what is bold. */
function rowsOf(text: string): Map<string, string[]> {
  const rows = text
    .split("\n")
    .filter((line) => line.startsWith("|") && !/^[|\s-]+$/.test(line) && !line.includes("idle a month") && !line.startsWith("| quota"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll("**", "")),
    );
  return new Map(rows.map((cells) => [cells[0] ?? "", cells]));
}
