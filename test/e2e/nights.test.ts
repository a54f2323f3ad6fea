import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { DescribeDBClustersCommand } from "@aws-sdk/client-rds";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { GetQueueUrlCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import pg from "pg";
import { verifyBody } from "../../handlers/shared/mac.ts";
import { ProofReport } from "../../handlers/shared/reports.ts";
import { ENVIRONMENT, METRICS_NAMESPACE, test as names, production } from "../../local/refresh/names.ts";
import { NightReport } from "../../local/refresh/report/index.ts";
import { searchLeaks } from "../../local/refresh/run.ts";
import { clusterAddress, connect } from "../../local/refresh/seed/cluster.ts";
import { describeLocal, nothingLeft, startTestSession, type TestSession } from "./support/session.ts";

jest.setTimeout(300_000);
const services = ["billing", "auth"];

// An attribute in every item of a table, and a column of CSV, that no rule knows.
async function addUndeclared({ accounts: { production: account } }: TestSession): Promise<void> {
  const TableName = "billing-accounts";
  const { Items = [] } = await account.dynamodb.send(new ScanCommand({ TableName }));
  for (const item of Items) {
    await account.dynamodb.send(new PutItemCommand({ TableName, Item: { ...item, reach: { S: "new@corp.example" } } }));
  }
  const Body = `email,reply_to\nana@corp.example,new@corp.example\n`;
  await account.s3.send(new PutObjectCommand({ Bucket: production.bucket, Key: "billing/exports/customers-9999.csv", Body }));
}

describeLocal("three nights", () => {
  let session: TestSession;
  const nights: NightReport[] = [];
  beforeAll(async () => {
    session = await startTestSession({ services });
    for (let i = 0; i < 3; i++) {
      if (i === 2) await addUndeclared(session);
      nights.push(await session.night());
    }
    await session.aws.settled();
  });
  afterAll(() => session?.end());

  const liveRuns = (night: NightReport | undefined): unknown[] => (night?.services ?? []).map(({ live }) => live?.run);
  const last = (): NightReport => nights[2] as NightReport;

  it("succeed, each one live in all its services when it ends, with every integration test passed", () => {
    for (const night of nights) {
      expect(night).toMatchObject({ status: "SUCCEEDED", failure: null, leftBehind: nothingLeft });
      expect(liveRuns(night)).toEqual([night.runId, night.runId]);
      expect(night.tests).toMatchObject({ failed: 0 });
      expect(night.tests.passed).toBeGreaterThanOrEqual(2 * 9);
      expect(NightReport.parse(night)).toEqual(night);
    }
    expect(new Set(nights.map(({ runId }) => runId)).size).toBe(3);
  });

  it("tell the owner of what is new in a service, with a suggestion, and leave the other service as it was", () => {
    const told = (night: NightReport | undefined, service: string): string[] =>
      (night?.services.find(({ name }) => name === service)?.undeclared ?? []).map(
        ({ store, place, action, suggestion = "" }) => `${store} ${place}: ${action}; ${suggestion}`,
      );
    const fresh = told(nights[2], "billing").filter((line) => !told(nights[1], "billing").includes(line));
    expect(fresh).toHaveLength(2);
    expect(fresh.join("\n")).toMatch(/dynamodb billing-accounts\.reach: redact; .*sampled values look like/);
    expect(fresh.join("\n")).toMatch(/s3 billing\/exports\/\*\.csv reply_to: redact; .*sampled values look like e-mail addresses/);
    expect(told(nights[2], "auth")).toEqual(told(nights[1], "auth"));
    expect(JSON.stringify(nights)).not.toContain("new@corp.example");
  });

  it("keep the last two generations and delete the one before", async () => {
    const { DBClusters = [] } = await session.accounts.test.rds.send(new DescribeDBClustersCommand({}));
    const clusters = DBClusters.filter(({ Status }) => Status !== "deleting").map(({ DBClusterIdentifier }) => DBClusterIdentifier);
    expect(clusters).toEqual(expect.arrayContaining([`${ENVIRONMENT}-${nights[1]?.runId}`, `${ENVIRONMENT}-${nights[2]?.runId}`]));
    expect(clusters).not.toContain(`${ENVIRONMENT}-${nights[0]?.runId}`);
  });

  it("leave a proof whose signature verifies", async () => {
    const { s3, kms } = session.accounts.test;
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: names.stagingBucket, Key: last().proof?.key }));
    const proof = ProofReport.parse(JSON.parse((await Body?.transformToString()) ?? ""));
    expect(proof.body.found).toBe(0);
    expect(await verifyBody(kms, names.maskingKeyAlias, proof.body, proof.mac)).toBe(true);
    expect(await verifyBody(kms, names.maskingKeyAlias, { ...proof.body, found: 1 }, proof.mac)).toBe(false);
  });

  it("publish metrics, and tell every service that its data is ready", async () => {
    const { sqs } = session.accounts.test;
    const { endpoint, region } = session.aws;
    const cloudwatch = new CloudWatchClient({ endpoint, region, credentials: session.aws.credentials("test") });
    const { Datapoints = [] } = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: METRICS_NAMESPACE,
        MetricName: "RefreshSucceeded",
        Dimensions: [{ Name: "Environment", Value: ENVIRONMENT }],
        StartTime: new Date(Date.now() - 3_600_000),
        EndTime: new Date(Date.now() + 60_000),
        Period: 7200,
        Statistics: ["Sum"],
      }),
    );
    cloudwatch.destroy();
    expect(Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0)).toBe(3);
    for (const service of services) {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: `${ENVIRONMENT}-${service}-data` }));
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      expect(Messages.map(({ Body }) => Body).join()).toContain(String(nights[0]?.runId));
    }
  });

  it("leave nothing of production, and the check sees one value that is planted in each store", async () => {
    const { accounts } = session;
    expect((await searchLeaks(session, session.options)).found).toBe(0);

    const source = await connect(accounts.production, await clusterAddress(accounts.production, production.cluster));
    const { rows } = await source.query<{ email: string }>("select email from billing.customers order by 1 limit 4");
    await source.end();
    const [row = "", item = "", text = "", key = ""] = rows.map(({ email }) => email);
    expect(new Set([row, item, text, key]).size).toBe(4);

    const live = last().services.find(({ name }) => name === "billing")?.live;
    const cluster = await clusterAddress(accounts.test, `${ENVIRONMENT}-${last().runId}`);
    const target = await connect(accounts.test, cluster);
    await target.query(
      `update billing.customers set email = ${pg.escapeLiteral(row)} where ctid = (select min(ctid) from billing.customers)`,
    );
    await target.end();
    const TableName = live?.tables["billing-accounts"];
    const { Items: [first] = [] } = await accounts.test.dynamodb.send(new ScanCommand({ TableName, Limit: 1 }));
    await accounts.test.dynamodb.send(new PutItemCommand({ TableName, Item: { ...first, planted: { L: [{ S: item }] } } }));
    await accounts.test.s3.send(
      new PutObjectCommand({ Bucket: live?.bucket, Key: "billing/exports/planted.txt", Body: `to ${text}, at noon` }),
    );
    await accounts.test.s3.send(new PutObjectCommand({ Bucket: live?.bucket, Key: `billing/exports/${key}.txt`, Body: "-" }));
    const { KeyCount } = await accounts.test.s3.send(new ListObjectsV2Command({ Bucket: live?.bucket, Prefix: "billing/exports/" }));
    expect(KeyCount).toBeGreaterThan(2);

    const { found, places } = await searchLeaks(session, session.options);
    expect(found).toBeGreaterThanOrEqual(4);
    const where = places.map(({ place }) => place).join("\n");
    for (const store of [/customers\.email/, /billing-accounts/, /exports/]) expect(where).toMatch(store);
    for (const value of [row, item, text, key]) expect(where).not.toContain(value);
  });
});
