/**
 * Public runbooks that nobody here wrote, on the local AWS: each parses and runs to its end, or to the first call that has no answer here.
 *
 * The documents are other people's and not part of this project. Put the files of the table, from the repositories and commits that
 * it names, into `../shared/runbooks` or a folder that RUNBOOKS names; without them the table is skipped.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutRuleCommand } from "@aws-sdk/client-eventbridge";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateDBClusterCommand, DescribeDBClustersCommand, RDSClient } from "@aws-sdk/client-rds";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import {
  type AutomationExecution,
  CreateDocumentCommand,
  GetAutomationExecutionCommand,
  SSMClient,
  StartAutomationExecutionCommand,
} from "@aws-sdk/client-ssm";
import { statuses as seen } from "../aws/rds-harness.ts";
import { startTestAws, type TestAws, venvPython } from "../support/local-aws.ts";

const folder = process.env.RUNBOOKS ?? path.resolve(__dirname, "../../../shared/runbooks");
const text = (file: string): string | undefined => {
  const found = [file, file.replace(/\.\w+$/, ".yaml")].map((name) => path.join(folder, name)).find((name) => existsSync(name));
  return found && readFileSync(found, "utf8");
};

type Runbook = {
  /** The file at its repository. */
  readonly file: string;
  readonly commit: string;
  readonly given?: Readonly<Record<string, readonly string[]>>;
  /** The steps that ran, with the last letters of their status. */
  readonly ran: readonly string[];
  /** Why it ended where it did; none when it succeeded. */
  readonly because?: string;
};

const ACCOUNT = "222222222222";
const AutomationAssumeRole = [`arn:aws:iam::${ACCOUNT}:role/automation`];
const TRAIL = `arn:aws:cloudtrail:us-west-2:${ACCOUNT}:trail/none`;
const STACK = `arn:aws:cloudformation:us-west-2:${ACCOUNT}:stack/none/00000000-0000-4000-8000-000000000000`;
const BUCKET = "runbooks-bucket";

/** github.com/ceshihao/ssm-public-documents, `documents/`: what AWS itself ships, as GetDocument shows it. */
const OF_AWS: readonly Runbook[] = [
  { file: "AWS-HelloWorld.json", commit: "22bc773575a12d8ee9d0819130b115b55edecd9c", ran: ["HelloWorldScriptExecution Success"] },
  {
    file: "AWS-DisableS3BucketPublicReadWrite.json",
    commit: "64c5d34198cb204f64774def798613601f790412",
    given: { S3BucketName: [BUCKET] },
    ran: ["DisableS3BucketPublicReadWrite Success"],
  },
  {
    file: "AWS-EnableS3BucketKeys.json",
    commit: "457bba90ebf358b226a5c6a32b5d7b4cbeb798f9",
    given: { BucketName: [BUCKET] },
    ran: ["ChooseEncryptionType Success", "PutBucketKeysAES256 Success", "VerifyS3BucketKeysEnabled Success"],
  },
  {
    file: "AWS-DisableEventBridgeRule.json",
    commit: "2b099769234ec2ca63dd6713738fa2aa9eababe1",
    given: { RuleName: ["runbooks-rule"] },
    ran: ["DisableEventBridgeRule Success"],
  },
  {
    file: "AWS-EnableCWAlarm.json",
    commit: "2b099769234ec2ca63dd6713738fa2aa9eababe1",
    given: {
      ResourceARNs: [`arn:aws:s3:::${BUCKET}`, `arn:aws:sqs:us-west-2:${ACCOUNT}:none`],
      MetricName: ["NumberOfObjects"],
      Statistic: ["Average"],
      Threshold: ["5"],
      ComparisonOperator: ["GreaterThanThreshold"],
      Period: ["60"],
    },
    ran: ["EnableCWAlarm Success"],
  },
  {
    file: "AWS-EnableSQSEncryption.json",
    commit: "ec7e2f5bf1440cf950a262683a50cde76cc3fa2d",
    given: { QueueUrl: [`https://sqs.us-west-2.amazonaws.com/${ACCOUNT}/runbooks-queue`] },
    ran: ["SelectKeyType Success", "PutAttributeSseSqs Success", "VerifySqsEncryptionDefault Failed"],
    because: 'The property $.Attributes.SqsManagedSseEnabled is "True", not one of ["true"].', // moto keeps the text as it came
  },
  {
    file: "AWS-ConfigureS3BucketLogging.json",
    commit: "22bc773575a12d8ee9d0819130b115b55edecd9c",
    given: { BucketName: [BUCKET], TargetBucket: [BUCKET], TargetObjectKeyPrefix: ["Simple"] },
    ran: ["Branch Success", "GetPutBucketLoggingPayload Success", "PutBucketLoggingWithTargetObjectKeyPrefix Failed"],
    because: "(InvalidTargetBucketForLogging) when calling the PutBucketLogging operation",
  },
  {
    file: "AWS-EnableNeptuneDbClusterDeletionProtection.json",
    commit: "279a5c0c3c9ba00b01337cac714de76c32a5a41b",
    given: { DbClusterResourceId: ["CLUSTER-RESOURCE"] },
    ran: ["GetNeptuneDbClusterIdentifier Success", "VerifyNeptuneDbEngine Failed"],
    because: 'The property $.DBClusters[0].Engine is "aurora-postgresql", not one of ["neptune"].',
  },
  {
    file: "AWS-ConfigureCloudTrailLogging.json",
    commit: "64c5d34198cb204f64774def798613601f790412",
    given: { CloudTrailArn: [TRAIL] },
    ran: ["GetCloudTrailStatus Failed", "AscertainOperation Failed", "DisableLogging Failed"],
    because: "(TrailNotFoundException) when calling the StopLogging operation",
  },
  {
    file: "AWS-EnableKinesisStreamEncryption.json",
    commit: "ec7e2f5bf1440cf950a262683a50cde76cc3fa2d",
    given: { KinesisStreamName: ["none"] },
    ran: ["VerifyKinesisStreamStatus Failed"],
    because: "(ResourceNotFoundException) when calling the DescribeStream operation",
  },
  {
    file: "AWS-DisableSageMakerNotebookRootAccess.json",
    commit: "b292387be41a9bd16c5f6647ebca1a0e6dc619d0",
    given: { NotebookInstanceName: ["none"] },
    ran: ["VerifyNotebookInstanceStatus Failed"],
    because: "(ValidationException) when calling the DescribeNotebookInstance operation",
  },
  {
    file: "AWS-EnableCLBConnectionDraining.json",
    commit: "b292387be41a9bd16c5f6647ebca1a0e6dc619d0",
    given: { LoadBalancerName: ["none"] },
    ran: ["ModifyLoadBalancerConnectionDraining Failed"],
    because: "elasticloadbalancing:POST is not implemented by the local AWS",
  },
  {
    file: "AWS-CloseSecurityGroup.json",
    commit: "2b099769234ec2ca63dd6713738fa2aa9eababe1",
    given: { SecurityGroupId: ["sg-0123"] },
    ran: ["CloseSecurityGroup Failed"],
    because: "The security group 'sg-0123' does not exist",
  },
  {
    file: "AWS-CreateRdsSnapshot.json",
    commit: "22bc773575a12d8ee9d0819130b115b55edecd9c",
    given: { DBInstanceIdentifier: ["none"] },
    ran: ["createRDSSnapshot Failed"],
    because: "rds:CreateDBSnapshot is not implemented by the local AWS",
  },
];

/** github.com/aws-solutions/automated-security-response-on-aws, `source/remediation_runbooks/` (Apache-2.0). */
const OF_SECURITY_RESPONSE: readonly Runbook[] = [
  {
    file: "ConfigureS3BucketVersioning.yaml",
    commit: "e7c0541cbaef808aaa412ec63801b5e01cef15d6",
    given: { BucketName: [BUCKET] },
    ran: ["ConfigureVersioning Success"],
  },
  {
    file: "EnableKeyRotation.yaml",
    commit: "106eae464a8a70bc95a1c5eee8a98a42d06500b0",
    given: { AutomationAssumeRole, KeyId: ["KEY"] },
    ran: ["EnableKeyRotation Success", "VerifyKeyRotation Success"],
  },
  {
    file: "EnableEbsEncryptionByDefault.yaml",
    commit: "106eae464a8a70bc95a1c5eee8a98a42d06500b0",
    given: { AutomationAssumeRole },
    ran: ["ModifyAccount Success", "VerifyEbsEncryptionByDefault Success"],
  },
  {
    file: "EnablePITRForDynamoDbTable.yaml",
    commit: "e7c0541cbaef808aaa412ec63801b5e01cef15d6",
    given: { AutomationAssumeRole, TableName: ["runbooks-table"] },
    ran: ["EnablePITRForDynamoDbTable Success", "VerifyPITREnabled Success"],
  },
  {
    file: "EnableCopyTagsToSnapshotOnRDSCluster.yaml",
    commit: "23999a4bf6b444dda421d06ec2429e9a90d1e3a3",
    given: { AutomationAssumeRole, RDSClusterARN: [`arn:aws:rds:us-west-2:${ACCOUNT}:cluster:runbooks`] },
    ran: [
      "DescribeDBClusters Success",
      "VerifyStatus Success",
      "EnableCopyTagsToSnapshot Success",
      "VerifyDBClusterCopyTagsToSnapshotEnabled Success",
    ],
  },
  {
    file: "EnableRDSClusterDeletionProtection.yaml",
    commit: "106eae464a8a70bc95a1c5eee8a98a42d06500b0",
    given: { AutomationAssumeRole, ClusterId: ["CLUSTER-RESOURCE"] },
    ran: ["GetRDSClusterIdentifer Failed"],
    because: "(ResourceNotDiscoveredException) when calling the GetResourceConfigHistory operation",
  },
  {
    file: "EnableCloudTrailLogFileValidation.yaml",
    commit: "106eae464a8a70bc95a1c5eee8a98a42d06500b0",
    given: { AutomationAssumeRole, TrailName: ["none"] },
    ran: ["UpdateTrail Failed"],
    because: "(TrailNotFoundException) when calling the UpdateTrail operation",
  },
  {
    file: "EnableCFNTerminationProtection.yaml",
    commit: "040ce0c1780a99c37ecdbda313b53d4b91cb8bd3",
    given: { AutomationAssumeRole, StackArn: [STACK] },
    ran: ["EnableTerminationProtection Failed"],
    because: "cloudformation:POST is not implemented by the local AWS",
  },
];

const RUNBOOKS = [...OF_AWS, ...OF_SECURITY_RESPONSE];
const here = venvPython !== undefined && RUNBOOKS.some(({ file }) => text(file) !== undefined);

if (!here) it.skip(`public runbooks: ${folder} has none of ${RUNBOOKS.length}`, () => undefined);

describe(`public runbooks of ${folder}`, () => {
  if (!here) return;
  let aws: TestAws;
  /** What only the run knows, by the word that stands for it in the table. */
  const made = new Map<string, string>();
  const client = <C>(Class: new (options: object) => C): C =>
    new Class({ endpoint: aws.endpoint, region: aws.region, credentials: aws.credentials("test"), forcePathStyle: true });

  beforeAll(async () => {
    aws = await startTestAws();
    const CreateBucketConfiguration = { LocationConstraint: "us-west-2" } as const;
    await client(S3Client).send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
    made.set("KEY", (await client(KMSClient).send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? "");
    await client(SQSClient).send(new CreateQueueCommand({ QueueName: "runbooks-queue" }));
    await client(EventBridgeClient).send(new PutRuleCommand({ Name: "runbooks-rule", ScheduleExpression: "rate(1 hour)" }));
    await client(DynamoDBClient).send(
      new CreateTableCommand({
        TableName: "runbooks-table",
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      }),
    );
    const rds = client(RDSClient);
    const cluster = {
      DBClusterIdentifier: "runbooks",
      Engine: "aurora-postgresql",
      MasterUsername: "app",
      MasterUserPassword: "password-1",
    };
    const { DBCluster } = await rds.send(new CreateDBClusterCommand(cluster));
    made.set("CLUSTER-RESOURCE", DBCluster?.DbClusterResourceId ?? "");
    const described = async () =>
      (await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: "runbooks" }))).DBClusters?.[0]?.Status;
    await seen(described, "available");
  });
  afterAll(() => aws?.end());

  async function run(Name: string, Content: string, given: Runbook["given"] = {}): Promise<AutomationExecution | undefined> {
    const ssm = client(SSMClient);
    // JSON is YAML too; as JSON a document may not have an inline script.
    await ssm.send(new CreateDocumentCommand({ Name, Content, DocumentType: "Automation", DocumentFormat: "YAML" }));
    const Parameters = Object.fromEntries(
      Object.entries(given).map(([name, list]) => [name, list.map((value) => made.get(value) ?? value)]),
    );
    const { AutomationExecutionId } = await ssm.send(new StartAutomationExecutionCommand({ DocumentName: Name, Parameters }));
    const look = async () => (await ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId }))).AutomationExecution;
    await seen(async () => ((await look())?.ExecutionEndTime === undefined ? "running" : "ended"), "ended");
    return look();
  }

  for (const { file, commit, given, ran, because } of RUNBOOKS) {
    const content = text(file);
    (content === undefined ? it.skip : it)(`${file} of ${commit.slice(0, 8)}: ${ran.join(", ")}`, async () => {
      const execution = await run(path.parse(file).name, content ?? "", given);
      const steps = execution?.StepExecutions?.map(({ StepName, StepStatus }) => `${StepName} ${StepStatus}`) ?? [];
      expect(steps.filter((step) => !step.endsWith("Pending"))).toEqual(ran);
      expect(execution?.AutomationExecutionStatus).toBe(because === undefined ? "Success" : "Failed");
      expect(execution?.FailureMessage ?? "").toContain(because ?? "");
    });
  }

  const refused = text("AWS-CreateDynamoDbBackup.json");
  (refused === undefined ? it.skip : it)(
    "AWS-CreateDynamoDbBackup.json of 465d0b59 is refused by the names of its actions and steps",
    async () => {
      await expect(run("AWS-CreateDynamoDbBackup", refused ?? "", { TableName: ["t"], BackupName: ["b"] })).rejects.toMatchObject({
        name: "InvalidDocumentContent",
        message: expect.stringMatching(
          /^createDocumentStack: the local runner does not have aws:createStack, which AWS has; createDynamoDbBackup: the local runner does not have aws:invokeLambdaFunction/,
        ) as unknown,
      });
    },
  );
});
