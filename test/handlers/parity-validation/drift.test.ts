/** The validator on a local account that is seeded from its expectations: one local AWS for all cases, which follow each other. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { CreateTableCommand, DeleteTableCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DescribeSecurityGroupsCommand } from "@aws-sdk/client-ec2";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import type { PublishCommandInput } from "@aws-sdk/client-sns";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import type { Finding } from "../../../handlers/parity-validation/finding.ts";
import { type CallContext, createHandler } from "../../../handlers/parity-validation/handler.ts";
import { type ParityClients, parityClients } from "../../../handlers/parity-validation/live/index.ts";
import { DriftReport } from "../../../handlers/parity-validation/report/index.ts";
import { type Drift, drifts, type Expected } from "../../../local/parity/drifts/index.ts";
import { validatorEnvironment, validatorFunction, validatorRole } from "../../../local/parity/expected/index.ts";
import { pointerOf, type SeededAccount, seedAccount } from "../../../local/parity/seed.ts";
import { bundleHandlers } from "../../../local/refresh/functions.ts";
import { ENVIRONMENT, METRICS_NAMESPACE, test as names } from "../../../local/refresh/names.ts";
import { startTestAws, type TestAws, venvPython } from "../../support/local-aws.ts";

const maybe = venvPython === undefined ? describe.skip : describe;

interface Answer {
  readonly done: boolean;
  readonly cursor: string;
  readonly drift: number;
  readonly reportKey: string;
}

const lines = (findings: readonly Expected[]): string[] =>
  findings.map(({ problem, kind, resource, field, severity }) => [problem, kind, resource, field || "(all)", severity].join(" ")).sort();
const groupNamesById = async ({ ec2 }: ParityClients): Promise<ReadonlyMap<string, string>> => {
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  return new Map(SecurityGroups.map(({ GroupId = "", GroupName = "" }) => [GroupId, GroupName]));
};
const findingsOf = ({ finding, also = [] }: Drift): readonly Expected[] => [finding, ...also];

maybe("the validator on the local AWS", () => {
  let folder: string;
  let aws: TestAws;
  let clients: ParityClients;
  let account: SeededAccount;

  const newClients = (): ParityClients =>
    parityClients({ AWS_ENDPOINT_URL: aws.endpoint, AWS_REGION: aws.region }, aws.credentials("test"));
  const handle = async (variables: Record<string, string>, input: object = {}, own = clients, context?: CallContext): Promise<Answer> => {
    const handler = createHandler({ ...validatorEnvironment(), ...variables }, own);
    return (await handler({ operation: "validate", environment: ENVIRONMENT, goOn: false, ...input }, context)) as Answer;
  };
  const read = async (Key: string): Promise<string> => {
    const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket: names.artifactsBucket, Key }));
    return (await Body?.transformToString()) ?? "";
  };
  const reportOf = async ({ done, reportKey }: Answer): Promise<DriftReport> => {
    expect(done).toBe(true);
    return DriftReport.parse(JSON.parse(await read(reportKey)));
  };
  const validate = async (variables: Record<string, string> = {}): Promise<DriftReport> =>
    reportOf(await handle({ REMEDIATION: "off", ...variables }));

  beforeAll(async () => {
    process.env.POWERTOOLS_LOG_LEVEL = "SILENT";
    process.env.POWERTOOLS_METRICS_DISABLED = "true";
    folder = mkdtempSync(path.join(tmpdir(), "test-parity-"));
    const file = (await bundleHandlers(folder, { names: ["parity-validation"] })).get("parity-validation") ?? "";
    const about = { name: validatorFunction, file, environment: validatorEnvironment(), role: validatorRole };
    const validator = { ...about, timeoutSeconds: 900, account: "test" } as const;
    aws = await startTestAws({}, { functions: [validator] });
    clients = newClients();
    account = await seedAccount(clients, ["billing", "ledger", "auth"]);
  }, 300_000);
  afterAll(async () => {
    await aws?.end();
    rmSync(folder, { recursive: true, force: true });
    delete process.env.POWERTOOLS_LOG_LEVEL;
    delete process.env.POWERTOOLS_METRICS_DISABLED;
  });

  describe("that is clean", () => {
    it("finds nothing, by its bundle, and says so in metrics", async () => {
      const Payload = JSON.stringify({ operation: "validate", environment: ENVIRONMENT });
      const { Payload: answered, FunctionError } = await clients.lambda.send(
        new InvokeCommand({ FunctionName: validatorFunction, Payload }),
      );
      const answer = JSON.parse(Buffer.from(answered ?? "").toString()) as Answer;
      expect({ FunctionError, answer }).toMatchObject({ FunctionError: undefined, answer: { done: true, drift: 0 } });
      const { findings, compared } = await reportOf(answer);
      expect(findings).toEqual([]);
      expect(compared.resources).toBeGreaterThan(60);
      expect(compared.fields).toBeGreaterThan(350);
      await aws.settled();
      const { Datapoints } = await clients.cloudwatch.send(
        new GetMetricStatisticsCommand({
          Namespace: METRICS_NAMESPACE,
          MetricName: "Drift",
          Dimensions: Object.entries({ service: "refresh", Environment: ENVIRONMENT }).map(([Name, Value]) => ({ Name, Value })),
          StartTime: new Date(Date.now() - 3_600_000),
          EndTime: new Date(Date.now() + 60_000),
          Period: 7_200,
          Statistics: ["SampleCount", "Sum"],
        }),
      );
      expect(Datapoints).toMatchObject([{ SampleCount: 1, Sum: 0 }]);
    });

    it("finds the same in many small steps, also with other expectations in between", async () => {
      const whole = await validate();
      let steps = 0;
      const hurried = (): CallContext => {
        let asked = 0;
        return { getRemainingTimeInMillis: () => (++asked < 4 ? 900_000 : 1_000) };
      };
      let answer = await handle({ REMEDIATION: "off" }, {}, clients, hurried());
      for (; !answer.done && steps < 20; steps++) {
        answer = await handle({ REMEDIATION: "off" }, { cursor: answer.cursor }, clients, hurried());
      }
      expect(steps).toBeGreaterThan(2);
      const { compared, findings } = await reportOf(answer);
      expect({ compared, findings }).toEqual({ compared: whole.compared, findings: [] });
      const other = await reportOf(await handle({ REMEDIATION: "off" }, { cursor: "20261124t020000-00000000 3 alarm 1" }));
      expect(other.compared).toEqual(whole.compared);
    });

    it("invokes itself where its time ends", async () => {
      const invoked: unknown[] = [];
      const own = newClients();
      own.lambda.middlewareStack.add(
        (next, context) => async (args) => {
          if (context.commandName !== "InvokeCommand") return next(args);
          invoked.push(args.input);
          return { response: {}, output: { $metadata: {} } };
        },
        { step: "initialize" },
      );
      const hurried = { getRemainingTimeInMillis: () => 1_000 };
      const variables = { AWS_LAMBDA_FUNCTION_NAME: validatorFunction };
      const { done, cursor } = await handle(variables, { goOn: true, remediation: "off" }, own, hurried);
      expect(done).toBe(false);
      expect(invoked).toMatchObject([{ FunctionName: validatorFunction, InvocationType: "Event" }]);
      const [{ Payload }] = invoked as [{ Payload: Uint8Array }];
      expect(JSON.parse(Buffer.from(Payload).toString())).toEqual({
        operation: "validate",
        environment: ENVIRONMENT,
        cursor,
        remediation: "off",
      });
    });

    it("finds what it may not read, field by field, and goes on", async () => {
      const own = newClients();
      const refused = (name: string) => Object.assign(new Error("not to be shown"), { name, $metadata: { httpStatusCode: 403 } });
      own.s3.middlewareStack.add(
        (next, { commandName }) =>
          (args) => {
            if (commandName === "GetBucketPolicyCommand" && (args.input as { Bucket: string }).Bucket === names.dataBucket)
              throw refused("AccessDenied");
            return next(args);
          },
        { step: "initialize" },
      );
      own.kms.middlewareStack.add(
        (next, { commandName }) =>
          (args) => {
            if (commandName === "DescribeKeyCommand" && (args.input as { KeyId: string }).KeyId === names.quarantineKeyAlias)
              throw Object.assign(refused("ThrottlingException"), { $metadata: {} });
            if (commandName === "ListAliasesCommand") throw refused("AccessDeniedException");
            return next(args);
          },
        { step: "initialize" },
      );
      const { findings } = await reportOf(await handle({ REMEDIATION: "repair" }, {}, own));
      expect(
        findings.map(({ kind, resource, field, actual, severity, problem }) => [problem, kind, resource, field, actual, severity]),
      ).toEqual([
        ["unreadable", "bucket", names.dataBucket, "policy", "access denied (AccessDenied)", "critical"],
        ["unreadable", "key", "(all of this kind)", "", "access denied (AccessDeniedException)", "critical"],
        ["unreadable", "key", names.quarantineKeyAlias, "", "throttled (ThrottlingException)", "critical"],
      ]);
    });

    it("follows a pointer to tonight's table and holds it to day 0's settings", async () => {
      const run = "20261124t0200-1a2b";
      const table = `billing-accounts-${run}`;
      const staged = "ledger-accounts-20261125t0200-3c4d";
      for (const TableName of [table, staged]) {
        const KeySchema = [{ AttributeName: "pk", KeyType: "HASH" as const }];
        const AttributeDefinitions = [{ AttributeName: "pk", AttributeType: "S" as const }];
        const Tags = Object.entries({ Environment: ENVIRONMENT, ManagedBy: "terraform", Service: "billing", RefreshRun: run }).map(
          ([Key, Value]) => ({ Key, Value }),
        );
        await clients.dynamodb.send(
          new CreateTableCommand({ TableName, KeySchema, AttributeDefinitions, Tags, BillingMode: "PAY_PER_REQUEST" }),
        );
      }
      // A run that has not switched yet stands in the ledger only.
      const Item = {
        pk: { S: "GENERATIONS" },
        sk: { S: "20261125t0200-3c4d" },
        status: { S: "staged" },
        startedAt: { S: "2026-11-25T02:00:00Z" },
        cluster: { S: "test-20261125t0200-3c4d" },
        tables: { L: [{ S: staged }] },
        cleaned: { BOOL: false },
      };
      await clients.dynamodb.send(new PutItemCommand({ TableName: names.controlTable, Item }));
      const day0 = pointerOf("billing");
      const pointer = { ...day0, run, tables: { ...day0.tables, "billing-accounts": table } };
      await clients.ssm.send(
        new PutParameterCommand({ Name: names.pointer("billing"), Value: JSON.stringify(pointer), Type: "String", Overwrite: true }),
      );
      const { findings } = await validate();
      expect(lines(findings)).toEqual([
        "changed table billing-accounts-20261124t0200-1a2b deletionProtection medium",
        "changed table billing-accounts-20261124t0200-1a2b encryptionKey critical",
        "changed table billing-accounts-20261124t0200-1a2b pointInTimeRecovery high",
        "missing cluster test-20261124t0200-1a2b (all) high",
        "missing instance test-20261124t0200-1a2b-1 (all) high",
      ]);
      expect(findings[0]).toMatchObject({
        standsFor: "billing-accounts",
        expected: expect.stringMatching(/^[0-9a-f-]{36}$/),
        actual: "(none)",
      });
      for (const TableName of [table, staged]) await clients.dynamodb.send(new DeleteTableCommand({ TableName }));
      await account.restore("parameter");
    });

    it("finds nothing once more", async () => {
      expect((await validate()).findings).toEqual([]);
    });
  });

  describe("that has drifted everywhere", () => {
    let found: readonly Finding[];
    /** Drifts name security groups, which the account knows by their ids. */
    let groups: ReadonlyMap<string, string>;
    const named = (findings: readonly Finding[]): Finding[] =>
      findings.map((one) => ({ ...one, resource: groups.get(one.resource) ?? one.resource }));
    beforeAll(async () => {
      for (const drift of drifts) await drift.make(account.hands);
      found = (await validate()).findings;
      groups = await groupNamesById(clients);
    }, 300_000);

    it("is drifted in at least 40 ways", () => {
      expect(drifts.length).toBeGreaterThanOrEqual(40);
      expect(new Set(drifts.map(({ finding }) => lines([finding])[0])).size).toBe(drifts.length);
    });

    it.each(drifts.map((drift) => [drift.name, drift] as const))("finds that %s", (_, drift) => {
      const wanted = findingsOf(drift);
      const here = named(found).filter(({ kind, resource, field }) =>
        wanted.some((one) => one.kind === kind && one.resource === resource && one.field === field),
      );
      expect(lines(here)).toEqual(lines(wanted));
      for (const one of here) {
        expect(one.expected).not.toBe(one.actual);
        expect(one.repair.length).toBeGreaterThan(20);
      }
    });

    it("finds nothing else", () => {
      expect(lines(named(found))).toEqual(lines(drifts.flatMap(findingsOf)));
    });

    it("shows no value and no address", () => {
      expect(JSON.stringify(found)).not.toMatch(/somebody@example\.com/);
    });

    it("finds the same again, repairs nothing while there is more of it than the threshold, and tells people", async () => {
      const told: { readonly Message?: string | undefined }[] = [];
      const own = newClients();
      own.sns.middlewareStack.add(
        (next, { commandName }) =>
          (args) => {
            if (commandName === "PublishCommand") told.push(args.input as PublishCommandInput);
            return next(args);
          },
        { step: "initialize" },
      );
      const { findings, repairs, heldBack } = await reportOf(await handle({ REMEDIATION: "repair" }, {}, own));
      expect(findings).toEqual(found);
      expect(new Set(repairs.map(({ outcome }) => outcome))).toEqual(new Set(["proposed"]));
      expect(heldBack).toMatch(/^Nothing was repaired: \d+ findings are not below the threshold of 20\./);
      expect(told).toMatchObject([{ Message: expect.stringContaining(`has ${found.length} findings (threshold 20)`) }]);
      expect(told[0]?.Message).toContain("Report: s3://test-artifacts-222222222222/parity/");
    });

    it("reports that its topic does not take the message, and ends well all the same", async () => {
      const own = newClients();
      own.sns.middlewareStack.add(
        (next, { commandName }) =>
          (args) => {
            if (commandName === "PublishCommand") throw Object.assign(new Error("not to be shown"), { name: "KMSDisabledException" });
            return next(args);
          },
        { step: "initialize" },
      );
      const { findings } = await reportOf(await handle({ REMEDIATION: "off" }, {}, own));
      const more = findings.filter(
        (one) =>
          !found.some(
            ({ kind, resource, problem, field }) =>
              kind === one.kind && resource === one.resource && problem === one.problem && field === one.field,
          ),
      );
      expect(lines(more)).toEqual(["unreadable topic test-refresh-failures (all) high"]);
      expect(more[0]).toMatchObject({
        actual: "its key refuses (KMSDisabledException)",
        repair: expect.stringMatching(/^Nobody was told/),
      });
    });

    it("repairs no more than it may", async () => {
      const { repairs } = await validate({ REMEDIATION: "repair", DRIFT_THRESHOLD: "1000", MAX_REPAIRS: "1" });
      expect(
        repairs
          .map(({ outcome }) => outcome)
          .sort()
          .slice(-2),
      ).toEqual(["not reached", "repaired"]);
    });

    it("repairs what is harmless, and verifies it", async () => {
      const { repairs } = await validate({ REMEDIATION: "repair", DRIFT_THRESHOLD: "1000" });
      expect(repairs.filter(({ outcome, after }) => outcome !== "repaired" || after !== "as expected")).toEqual([]);
      const { findings } = await validate();
      const places = (all: readonly Finding[]): string[] => all.map(({ kind, resource, field }) => `${kind} ${resource} ${field}`);
      const left = new Set(places(findings));
      expect(
        places(found)
          .filter((place) => !left.has(place))
          .sort(),
      ).toEqual([
        "alarm test-billing-data-age ",
        "alarm test-daily-refresh-failed enabled",
        "bucket test-data-222222222222 policy",
        "bucket test-data-222222222222 publicAccessBlock.blockPublicPolicy",
        "bucket test-quarantine-222222222222 lifecycle",
        "bucket test-quarantine-222222222222 tags.Environment",
        "bucket test-staging-222222222222 lifecycle",
        "logGroup /aws/vendedlogs/states/test-daily-refresh retentionDays",
        "logGroup /aws/vendedlogs/states/test-s3-sync retentionDays",
        "table billing-accounts pointInTimeRecovery",
        "table billing-events ttl",
        "table ledger-events tags.Service",
        "table test-refresh tags.ManagedBy",
      ]);
      expect(findings.filter((finding) => !places(found).includes(places([finding])[0] ?? ""))).toEqual([]);
    });

    it("has nothing to repair afterwards, and a page that shows every finding and needs nothing else", async () => {
      const { findings, repairs } = await validate({ REMEDIATION: "repair", DRIFT_THRESHOLD: "1000" });
      expect(repairs).toEqual([]);
      const page = await read("parity/latest.html");
      expect(page.match(/<tr><td class=/g)).toHaveLength(findings.length);
      expect(page).not.toMatch(/<script|src=|href=/);
    });
  });
});
