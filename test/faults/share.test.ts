import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { PublishCommand } from "@aws-sdk/client-sns";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import pg from "pg";
import {
  chooseFaults,
  collectCanaries,
  type FaultSession,
  faultsReport,
  markdownReport,
  runFault,
  startFaultSession,
} from "../../local/faults/index.ts";
import { ENVIRONMENT, test as names, TEST, topicArn } from "../../local/refresh/names.ts";
import { venvPython } from "../support/local-aws.ts";

jest.setTimeout(600_000);

// Another one by `FAULTS_SEED=7 npx jest test/faults/share.test.ts`.
const seed = Number(process.env.FAULTS_SEED ?? 18);
const faults = chooseFaults({ seed, sample: 2 });

const describeLocal = venvPython === undefined ? describe.skip : describe;

describeLocal(`a share of the faults, seed ${seed}`, () => {
  let session: FaultSession;
  beforeAll(async () => {
    session = await startFaultSession({ python: venvPython ?? "python3", signal: new AbortController().signal });
  });
  afterAll(() => session?.end());

  it.each(faults.map((fault) => [fault.name, fault] as const))("%s", async (_, fault) => {
    const result = await runFault(session, fault);
    const report = markdownReport(faultsReport([result], { seed, listed: 1, chosen: 1 }));
    expect(result.outcome === "violated" ? report : "").toBe("");
  });

  describe("the look finds a canary", () => {
    const canary = collectCanaries({ services: ["billing"], rows: 30, items: 60 }).find(({ place }) => place === "billing customers.email");
    const value = canary?.value ?? "";
    const places = async (): Promise<string[]> => {
      await session.aws.settled();
      return (await session.look.everywhere()).hits.map(({ where }) => where);
    };

    it("in an object's content, metadata and key, an item, a parameter, a message, a history, a row and the file under it", async () => {
      const { s3, dynamodb, ssm, sns } = session.accounts.test;
      const at = (Key: string) => ({ Bucket: names.dataBucket, Key });
      await s3.send(new PutObjectCommand({ ...at("billing/planted"), Body: `to ${value}`, Metadata: { contact: value } }));
      await s3.send(new PutObjectCommand({ ...at(`billing/${value}`), Body: "empty" }));
      // A version that is no longer the newest counts as well.
      await s3.send(new DeleteObjectCommand(at("billing/planted")));
      await dynamodb.send(new PutItemCommand({ TableName: names.controlTable, Item: { pk: { S: "PLANTED" }, sk: { S: value } } }));
      await ssm.send(new PutParameterCommand({ Name: `/${ENVIRONMENT}/planted`, Value: value, Type: "SecureString" }));
      await sns.send(new PublishCommand({ TopicArn: topicArn(names.failureTopic), Message: `failed at ${value}` }));
      await session.aws.engine.run({ StartAt: "Planted", States: { Planted: { Type: "Pass", End: true } } }, { value });
      const address = session.aws.rds.adminConnection(names.cluster, TEST);
      const client = new pg.Client({ ...address });
      await client.connect();
      await client.query("create table planted (value text)");
      await client.query("insert into planted values ($1)", [value]);
      await client.query("checkpoint");
      await client.end();

      const found = await places();
      for (const where of [
        /^bucket test-data-\d+, content/,
        /^bucket test-data-\d+, metadata/,
        /^bucket test-data-\d+, key/,
        /^table test-refresh$/,
        /^parameter \/test\/planted$/,
        /^a message of test-refresh-failures$/,
        /^the history of /,
        /^cluster test-day-0, app, table public\.planted$/,
        /^file rds\/data-\d+\/(?:base|pg_wal)\//,
      ])
        expect(found).toContainEqual(expect.stringMatching(where));
    });
  });
});
