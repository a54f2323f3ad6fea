/** The shipped document from its committed YAML, both phases, against a small AWS on the loopback. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { type Statement, statementLines } from "../../ssm-documents/aurora-snapshot-clone-mask/statement.ts";
import { type Bench, bench, endpoint, statuses, withPython } from "./support.ts";

const yaml = readFileSync(
  path.resolve(__dirname, "../../ssm-documents/aurora-snapshot-clone-mask/aurora-snapshot-clone-mask.document.yaml"),
  "utf8",
);
const run = "20261124t0200-1a2b";
const name = "aurora-snapshot-clone-mask";
const statements: Statement[] = [
  { id: "billing/0001", table: "billing.customers", strategy: "alter", sql: "do $$ begin end $$", ddl: true },
  { id: "billing/0002", table: "billing.orders", strategy: "update", sql: "update billing.orders set note = ''", ddl: false },
];
const body = Buffer.from(statementLines(statements));

interface World {
  readonly calls: { action: string; form: URLSearchParams }[];
  readonly ledger: Set<string>;
  readonly ran: string[];
  failWith?: string;
}
let world: World;
let server: Awaited<ReturnType<typeof endpoint>>;
let aws: Bench;

beforeAll(async () => {
  server = await endpoint((request, response) => void answer(request, response));
});
afterAll(() => server.server.close());
beforeEach(async () => {
  world = { calls: [], ledger: new Set(), ran: [] };
  aws = bench({ endpoint: () => server.url, assumeRole: async () => ({ accessKeyId: "role", secretAccessKey: "x" }) });
  await aws.create(yaml, name);
});
afterEach(() => aws.close());

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  if (request.method === "GET") return void response.writeHead(200).end(body);
  if (request.url === "/Execute") return execute(JSON.parse(text) as ExecuteInput, response);
  const form = new URLSearchParams(text);
  const action = form.get("Action") ?? "";
  world.calls.push({ action, form });
  response
    .writeHead(200, { "content-type": "text/xml" })
    .end(`<${action}Response><${action}Result>${xml(action)}</${action}Result></${action}Response>`);
}

interface ExecuteInput {
  readonly sql: string;
  readonly parameters?: { value: { stringValue: string } }[];
}
function execute({ sql, parameters = [] }: ExecuteInput, response: ServerResponse): void {
  const value = parameters[0]?.value.stringValue ?? "";
  const rows = (ids: string[]) => ({ records: ids.map((id) => [{ stringValue: id }]) });
  let result: object = { records: [] };
  if (sql.includes("id > :last")) result = rows([...world.ledger].filter((id) => id > value).sort());
  else if (sql.startsWith("select id")) result = rows(world.ledger.has(value) ? [value] : []);
  else if (sql.startsWith("insert")) world.ledger.add(value);
  else if (sql.includes("pg_stat_activity")) result = { records: [[{ isNull: true }]] };
  else if (sql.startsWith("/* refresh")) {
    world.ran.push(sql);
    if (world.failWith !== undefined) {
      response
        .writeHead(400, { "x-amzn-errortype": "DatabaseErrorException", "content-type": "application/json" })
        .end(JSON.stringify({ message: world.failWith }));
      return;
    }
    const id = sql.split(" ")[2] ?? "";
    world.ledger.add(id);
    result = { numberOfRecordsUpdated: sql.includes("update") ? 12 : 0 };
  }
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(result));
}

/** Each thing is in progress at the first look, and ready at the second. */
function xml(action: string): string {
  const looks = world.calls.filter((call) => call.action === action).length;
  const has = (other: string): boolean => world.calls.some((call) => call.action === other);
  const status = looks > 1 ? "available" : "creating";
  if (action === "DescribeDBClusterSnapshots")
    return `<DBClusterSnapshots><DBClusterSnapshot><Status>${status}</Status></DBClusterSnapshot></DBClusterSnapshots>`;
  if (action === "DescribeDBInstances")
    return `<DBInstances><DBInstance><DBInstanceStatus>${status}</DBInstanceStatus></DBInstance></DBInstances>`;
  if (action !== "DescribeDBClusters") return "";
  const secret = `<MasterUserSecret><SecretArn>arn:aws:secretsmanager:us-west-2:222222222222:secret:clone</SecretArn><SecretStatus>active</SecretStatus></MasterUserSecret>`;
  return `<DBClusters><DBCluster><DBClusterArn>arn:aws:rds:us-west-2:222222222222:cluster:clone</DBClusterArn><Status>${status}</Status><Endpoint>127.0.0.1</Endpoint><Port>54321</Port>
    ${has("ModifyDBCluster") ? secret : ""}<HttpEndpointEnabled>${has("EnableHttpEndpoint")}</HttpEndpointEnabled></DBCluster></DBClusters>`;
}

const role = { AutomationAssumeRole: ["arn:aws:iam::222222222222:role/automation"], RunId: [run] };
const clone = {
  ...role,
  Phase: ["clone"],
  SourceSnapshotArn: ["arn:prod"],
  QuarantineKeyArn: ["arn:key"],
  SubnetGroup: ["isolated"],
  SecurityGroupId: ["sg-1"],
};
const mask = (sha256 = createHash("sha256").update(body).digest("hex")) => ({
  ...role,
  Phase: ["mask"],
  ClusterArn: ["arn:aws:rds:us-west-2:222222222222:cluster:clone"],
  SecretArn: ["arn:aws:secretsmanager:us-west-2:222222222222:secret:clone"],
  DatabaseName: ["app"],
  StagingBucket: ["staging"],
  StatementsKey: ["runs/r/aurora/statements.jsonl"],
  StatementsSha256: [sha256],
});

describe("the phase clone", () => {
  withPython("copies, restores, waits, takes the password over, opens the Data API", async () => {
    const result = await aws.ended(await aws.start(clone, name));
    expect(result.FailureMessage).toBeUndefined();
    expect(result.AutomationExecutionStatus).toBe("Success");
    expect(result.Outputs).toMatchObject({
      "DescribeClone.ClusterArn": ["arn:aws:rds:us-west-2:222222222222:cluster:clone"],
      "DescribeClone.SecretArn": ["arn:aws:secretsmanager:us-west-2:222222222222:secret:clone"],
      "DescribeClone.Endpoint": ["127.0.0.1"],
      "DescribeClone.Port": ["54321"],
    });
    const form = (action: string): URLSearchParams | undefined => world.calls.find((call) => call.action === action)?.form;
    expect(form("CopyDBClusterSnapshot")?.get("TargetDBClusterSnapshotIdentifier")).toBe(`refresh-${run}-raw`);
    expect(form("RestoreDBClusterFromSnapshot")?.get("DBClusterIdentifier")).toBe(`refresh-clone-${run}`);
    expect(form("CreateDBInstance")?.get("DBInstanceIdentifier")).toBe(`refresh-clone-${run}-1`);
    expect(form("ModifyDBCluster")?.get("ManageMasterUserPassword")).toBe("true");
    expect(form("EnableHttpEndpoint")?.get("ResourceArn")).toBe("arn:aws:rds:us-west-2:222222222222:cluster:clone");
    expect(statuses(result).filter((step) => step.endsWith("Pending"))).toHaveLength(3);
  });
});

describe("the phase mask", () => {
  withPython("carries out the statements, counts, and does nothing the second time", async () => {
    const result = await aws.ended(await aws.start(mask(), name));
    expect(result.FailureMessage).toBeUndefined();
    expect(result.Outputs).toMatchObject({
      "ConfirmStatements.done": ["true"],
      "ConfirmStatements.statements": ["2"],
      "ConfirmStatements.rows": ["12"],
    });
    expect(world.ran).toHaveLength(2);
    const again = await aws.ended(await aws.start(mask(), name));
    expect(again.Outputs).toMatchObject({ "ConfirmStatements.statements": ["2"], "ConfirmStatements.rows": ["0"] });
    expect(world.ran).toHaveLength(2);
  });

  withPython("fails with a statement's id and SQLSTATE; no value of the database is anywhere in the execution", async () => {
    world.failWith = 'ERROR: value "ana@corp.example" is too long; SQLState: 22001';
    const id = await aws.start(mask(), name);
    const result = await aws.ended(id);
    expect(result.AutomationExecutionStatus).toBe("Failed");
    expect(result.FailureMessage).toContain("Statement billing/0001 failed: SQLSTATE 22001.");
    expect(JSON.stringify(result) + aws.lines.join("\n")).not.toContain("ana@corp");
  });

  withPython("does nothing when the file is not the planned one", async () => {
    const result = await aws.ended(await aws.start(mask("0".repeat(64)), name));
    expect(result.FailureMessage).toContain("its SHA-256 differs");
    expect(statuses(result)).toContain("CheckStatements Failed");
    expect(world.ran).toEqual([]);
  });
});
