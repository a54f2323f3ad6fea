import { type Call, needsOf } from "../../local/aws/iam/calls/index.ts";
import { Known } from "../../local/aws/iam/known/index.ts";
import { type Asked, account, call, keyArn, region, request, s3 } from "./iam-support.ts";

const known = new Known();
const arn = (service: string, name: string): string => `arn:aws:${service}:${region}:${account}:${name}`;
const tell = (asked: Asked, answer: object | string = {}): void =>
  known.note(request(asked), { status: 200, body: typeof answer === "string" ? answer : JSON.stringify(answer) });

beforeAll(() => {
  for (const id of ["data", "quarantine"]) tell(call("kms", "CreateKey"), { KeyMetadata: { Arn: keyArn(id) } });
  tell(call("kms", "CreateAlias", { AliasName: "alias/masking", TargetKeyId: "mac" }));
  tell({ ...s3("PUT", "/quarantine"), account: "111111111111" });
  tell({
    ...s3("PUT", "/quarantine", "encryption"),
    body: Buffer.from(`<KMSMasterKeyID>${keyArn("quarantine")}</KMSMasterKeyID>`),
  });
  tell(call("dynamodb", "CreateTable", { TableName: "control", SSESpecification: { KMSMasterKeyId: keyArn("data") } }));
  tell(call("ssm", "PutParameter", { Name: "/test/rules", Type: "SecureString", KeyId: keyArn("data") }));
  tell(
    call("secretsmanager", "CreateSecret", {
      Name: "rds!cluster-1",
      KmsKeyId: keyArn("quarantine"),
      Tags: [{ Key: "of", Value: "clone" }],
    }),
    {
      ARN: arn("secretsmanager", "secret:rds!cluster-1-AbCdEf"),
    },
  );
  tell({ ...call("sns", "CreateTopic", { Name: "ready", Attributes: [{ key: "KmsMasterKeyId", value: keyArn("data") }] }) });
  const snapshot = `<DBClusterSnapshot><DBClusterSnapshotArn>${arn("rds", "cluster-snapshot:raw")}</DBClusterSnapshotArn><KmsKeyId>${keyArn("quarantine")}</KmsKeyId></DBClusterSnapshot>`;
  tell(call("rds", "CopyDBClusterSnapshot"), snapshot);
});

/** `action resource`, one line each; undefined where there is no rule. */
function needs(asked: Asked): readonly string[] | undefined {
  const asCall: Call = { ...request(asked), known, externalId: undefined };
  return needsOf(asCall)?.map(({ action, resource }) => `${action} ${resource}`);
}

describe("a request to S3", () => {
  const bucket = "arn:aws:s3:::staging";
  it.each<[string, Asked, readonly string[]]>([
    ["of all buckets", s3("GET", "/"), ["s3:ListAllMyBuckets *"]],
    ["for a list", s3("GET", "/staging", "list-type=2&prefix=runs/"), [`s3:ListBucket ${bucket}`]],
    ["for versions", s3("GET", "/staging", "versions&prefix=x"), [`s3:ListBucketVersions ${bucket}`]],
    ["for uploads", s3("GET", "/staging/", "uploads"), [`s3:ListBucketMultipartUploads ${bucket}`]],
    ["whether a bucket is there", s3("HEAD", "/staging"), [`s3:ListBucket ${bucket}`]],
    ["for a setting", s3("GET", "/staging", "publicAccessBlock"), [`s3:GetBucketPublicAccessBlock ${bucket}`]],
    ["that changes a setting", s3("PUT", "/staging", "lifecycle"), [`s3:PutLifecycleConfiguration ${bucket}`]],
    ["that takes a setting away", s3("DELETE", "/staging", "tagging"), [`s3:PutBucketTagging ${bucket}`]],
    ["for an object", s3("GET", "/staging/a%20b/c", "x-id=GetObject"), [`s3:GetObject ${bucket}/a b/c`]],
    ["for a version", s3("GET", "/staging/a", "versionId=1"), [`s3:GetObjectVersion ${bucket}/a`]],
    ["about an object", s3("HEAD", "/staging/a"), [`s3:GetObject ${bucket}/a`]],
    ["that writes", s3("PUT", "/staging/a"), [`s3:PutObject ${bucket}/a`]],
    ["that writes tags", s3("PUT", "/staging/a", "tagging"), [`s3:PutObjectTagging ${bucket}/a`]],
    ["that begins an upload", s3("POST", "/staging/a", "uploads"), [`s3:PutObject ${bucket}/a`]],
    ["that gives an upload up", s3("DELETE", "/staging/a", "uploadId=1"), [`s3:AbortMultipartUpload ${bucket}/a`]],
    ["that deletes a version", s3("DELETE", "/staging/a", "versionId=1"), [`s3:DeleteObjectVersion ${bucket}/a`]],
    [
      "that reads under a key",
      s3("GET", "/quarantine/a"),
      ["s3:GetObject arn:aws:s3:::quarantine/a", `kms:Decrypt ${keyArn("quarantine")}`],
    ],
    [
      "that writes a part under a key",
      s3("PUT", "/quarantine/a", "partNumber=1&uploadId=2"),
      ["s3:PutObject arn:aws:s3:::quarantine/a", `kms:GenerateDataKey ${keyArn("quarantine")}`, `kms:Decrypt ${keyArn("quarantine")}`],
    ],
    [
      "that copies a version with its tags",
      s3("PUT", "/staging/b", "", { "x-amz-copy-source": "data/a%2Bb?versionId=7" }),
      ["s3:GetObjectVersion arn:aws:s3:::data/a+b", "s3:GetObjectVersionTagging arn:aws:s3:::data/a+b", `s3:PutObject ${bucket}/b`],
    ],
    [
      "that copies without tags",
      s3("PUT", "/staging/b", "", { "x-amz-copy-source": "/data/a", "x-amz-tagging-directive": "REPLACE" }),
      ["s3:GetObject arn:aws:s3:::data/a", `s3:PutObject ${bucket}/b`],
    ],
    [
      "that deletes many",
      {
        ...s3("POST", "/staging", "delete"),
        body: Buffer.from("<Delete><Object><Key>a&amp;b</Key></Object><Object><Key>c</Key><VersionId>1</VersionId></Object></Delete>"),
      },
      [`s3:DeleteObject ${bucket}/a&b`, `s3:DeleteObjectVersion ${bucket}/c`],
    ],
  ])("%s", (_, asked, expected) => {
    expect(needs(asked)).toEqual(expected);
  });
});

describe("a call", () => {
  const clone = arn("rds", "cluster:clone");
  it.each<[string, Asked, readonly string[]]>([
    ["of an item", call("dynamodb", "GetItem", { TableName: "a" }), [`dynamodb:GetItem ${arn("dynamodb", "table/a")}`]],
    [
      "of an item under a key",
      call("dynamodb", "PutItem", { TableName: arn("dynamodb", "table/control") }),
      [`dynamodb:PutItem ${arn("dynamodb", "table/control")}`, `kms:Decrypt ${keyArn("data")}`],
    ],
    [
      "of an index",
      call("dynamodb", "Query", { TableName: "a", IndexName: "i" }),
      [`dynamodb:Query ${arn("dynamodb", "table/a/index/i")}`],
    ],
    [
      "of several tables",
      call("dynamodb", "BatchWriteItem", { RequestItems: { a: [], b: [] } }),
      [`dynamodb:BatchWriteItem ${arn("dynamodb", "table/a")}`, `dynamodb:BatchWriteItem ${arn("dynamodb", "table/b")}`],
    ],
    [
      "of a transaction",
      call("dynamodb", "TransactWriteItems", { TransactItems: [{ Put: { TableName: "a" } }, { ConditionCheck: { TableName: "b" } }] }),
      [`dynamodb:PutItem ${arn("dynamodb", "table/a")}`, `dynamodb:ConditionCheckItem ${arn("dynamodb", "table/b")}`],
    ],
    ["that lists exports", call("dynamodb", "ListExports", { TableArn: arn("dynamodb", "table/a") }), ["dynamodb:ListExports *"]],
    [
      "that exports",
      call("dynamodb", "ExportTableToPointInTime", { TableArn: arn("dynamodb", "table/a"), S3Bucket: "quarantine", S3Prefix: "exports/1" }),
      [
        `dynamodb:ExportTableToPointInTime ${arn("dynamodb", "table/a")}`,
        ...["AbortMultipartUpload", "PutObject", "PutObjectAcl"].map(
          (name) => `s3:${name} arn:aws:s3:::quarantine/exports/1/AWSDynamoDB/data`,
        ),
      ],
    ],
    [
      "of the Data API",
      call("rds-data", "ExecuteStatement", { resourceArn: clone, secretArn: arn("secretsmanager", "secret:rds!cluster-1-AbCdEf") }),
      [
        `rds-data:ExecuteStatement ${clone}`,
        `secretsmanager:GetSecretValue ${arn("secretsmanager", "secret:rds!cluster-1-AbCdEf")}`,
        `kms:Decrypt ${keyArn("quarantine")}`,
      ],
    ],
    [
      "of a secret by its name",
      call("secretsmanager", "GetSecretValue", { SecretId: "rds!cluster-1" }),
      [`secretsmanager:GetSecretValue ${arn("secretsmanager", "secret:rds!cluster-1-AbCdEf")}`, `kms:Decrypt ${keyArn("quarantine")}`],
    ],
    ["of all clusters", call("rds", "DescribeDBClusters"), [`rds:DescribeDBClusters ${arn("rds", "cluster:*")}`]],
    [
      "of a cluster's snapshots",
      call("rds", "DescribeDBClusterSnapshots", { DBClusterIdentifier: "prod" }),
      [
        `rds:DescribeDBClusterSnapshots ${arn("rds", "cluster-snapshot:*")}`,
        `rds:DescribeDBClusterSnapshots ${arn("rds", "cluster:prod")}`,
      ],
    ],
    [
      "that copies a snapshot from one key to another",
      call("rds", "CopyDBClusterSnapshot", {
        SourceDBClusterSnapshotIdentifier: "raw",
        TargetDBClusterSnapshotIdentifier: "data",
        KmsKeyId: keyArn("data"),
        Tags: [],
      }),
      [
        `rds:CopyDBClusterSnapshot ${arn("rds", "cluster-snapshot:raw")}`,
        `rds:CopyDBClusterSnapshot ${arn("rds", "cluster-snapshot:data")}`,
        `rds:AddTagsToResource ${arn("rds", "cluster-snapshot:data")}`,
        ...["CreateGrant", "Decrypt", "DescribeKey"].map((name) => `kms:${name} ${keyArn("quarantine")}`),
        ...["CreateGrant", "DescribeKey", "GenerateDataKey"].map((name) => `kms:${name} ${keyArn("data")}`),
      ],
    ],
    [
      "that lets RDS manage a password",
      call("rds", "ModifyDBCluster", { DBClusterIdentifier: "clone", ManageMasterUserPassword: "true" }),
      [
        `rds:ModifyDBCluster ${clone}`,
        `secretsmanager:CreateSecret ${arn("secretsmanager", "secret:rds!cluster-00000000-0000-0000-0000-000000000000-000000")}`,
        `secretsmanager:TagResource ${arn("secretsmanager", "secret:rds!cluster-00000000-0000-0000-0000-000000000000-000000")}`,
      ],
    ],
    [
      "of parameters below a path, with the keys of all of them",
      call("ssm", "GetParametersByPath", { Path: "/test/", WithDecryption: true }),
      [`ssm:GetParametersByPath ${arn("ssm", "parameter/test")}`, `kms:Decrypt ${keyArn("data")}`],
    ],
    [
      "that writes a parameter",
      call("ssm", "PutParameter", { Name: "x", Type: "String" }),
      [`ssm:PutParameter ${arn("ssm", "parameter/x")}`],
    ],
    [
      "that starts a document under a role",
      call("ssm", "StartAutomationExecution", {
        DocumentName: "d",
        Parameters: { AutomationAssumeRole: ["arn:aws:iam::222222222222:role/a"] },
      }),
      [`ssm:StartAutomationExecution ${arn("ssm", "automation-definition/d:$DEFAULT")}`, "iam:PassRole arn:aws:iam::222222222222:role/a"],
    ],
    ["of a key by its alias", call("kms", "GenerateMac", { KeyId: "alias/masking" }), [`kms:GenerateMac ${keyArn("mac")}`]],
    [
      "that publishes under a key",
      call("sns", "Publish", { TopicArn: arn("sns", "ready") }),
      [`sns:Publish ${arn("sns", "ready")}`, `kms:Decrypt ${keyArn("data")}`, `kms:GenerateDataKey ${keyArn("data")}`],
    ],
    [
      "of a function by its name",
      { ...call("lambda", "Invoke"), path: "/2015-03-31/functions/f/invocations" },
      [`lambda:InvokeFunction ${arn("lambda", "function:f")}`],
    ],
    [
      "that starts a machine for a test case",
      call("states", "StartExecution", { stateMachineArn: `${arn("states", "stateMachine:m")}#Happy` }),
      [`states:StartExecution ${arn("states", "stateMachine:m")}`],
    ],
    ["of who one is", call("sts", "GetCallerIdentity"), []],
    ["of metrics", call("monitoring", "PutMetricData", { Namespace: "Refresh" }), ["cloudwatch:PutMetricData *"]],
  ])("%s", (_, asked, expected) => {
    expect(needs(asked)).toEqual(expected);
  });

  it("that stands in no table has no rule", () => {
    expect(needs(call("dynamodb", "RestoreTableFromBackup"))).toBeUndefined();
    expect(needs(call("glacier", "ListVaults"))).toBeUndefined();
    expect(needs(s3("POST", "/staging/a", "select&select-type=2"))).toBeUndefined();
    expect(needs(s3("GET", "/staging", "intelligent-tiering"))).toBeUndefined();
  });
});
