import { readFileSync } from "node:fs";
import path from "node:path";
import { AwsError } from "../../local/aws/gateway/index.ts";
import { test as names } from "../../local/refresh/names.ts";
import { keyPolicies, snapshotKeyPolicy } from "../../local/refresh/seed/resource-policies.ts";
import { trustPublisher, trustReader } from "../../local/refresh/seed/trust.ts";
import {
  type Asked,
  account,
  call,
  committedPolicy,
  projectRoot,
  region,
  s3,
  type TestAccess,
  testAccess,
  testKeys,
} from "./iam-support.ts";

const production = "111111111111";
const run = "20261124t0200-1a2b";
const arn = (service: string, name: string, owner = account): string => `arn:aws:${service}:${region}:${owner}:${name}`;
const clone = arn("rds", `cluster:refresh-clone-${run}`);
const secret = arn("secretsmanager", "secret:rds!cluster-1-AbCdEf");

/** The accounts as Terraform leaves them, as far as these calls go. */
function seeded(): TestAccess {
  const access = testAccess();
  const key = (id: keyof typeof testKeys, policy: string, owner = account): void =>
    access.administrator({ ...call("kms", "CreateKey", { Policy: policy }), account: owner }, { KeyMetadata: { Arn: testKeys[id] } });
  for (const id of ["data", "s3", "ssm", "quarantine", "masking"] as const) key(id, keyPolicies[id]);
  key("snapshot", snapshotKeyPolicy, production);
  for (const bucket of [names.dataBucket, names.stagingBucket, names.quarantineBucket]) {
    access.administrator(s3("PUT", `/${bucket}`));
    const id = bucket === names.quarantineBucket ? testKeys.quarantine : testKeys.s3;
    access.administrator({ ...s3("PUT", `/${bucket}`, "encryption"), body: Buffer.from(`<KMSMasterKeyID>${id}</KMSMasterKeyID>`) });
  }
  access.administrator(
    call("dynamodb", "CreateTable", { TableName: names.controlTable, SSESpecification: { KMSMasterKeyId: testKeys.data } }),
  );
  access.administrator(call("ssm", "PutParameter", { Name: names.commonRules, Type: "SecureString", KeyId: testKeys.ssm }));
  access.administrator(
    call("sns", "CreateTopic", { Name: names.dataTopic, Attributes: [{ key: "KmsMasterKeyId", value: testKeys.data }] }),
  );
  access.administrator(
    call("secretsmanager", "CreateSecret", { KmsKeyId: testKeys.quarantine, Tags: [{ Key: "aws:rds:primaryDBClusterArn", Value: clone }] }),
    { ARN: secret },
  );
  return access;
}

const staging = (key: string): string => `/${names.stagingBucket}/runs/${run}/${key}`;
const quarantine = (key: string): string => `/${names.quarantineBucket}/${key}`;
const control = { TableName: names.controlTable };

/**
 * A call of a role, and the statements that it needs, all of them. The keys of quarantine and masking name their roles
 * themselves, so that no statement of a role decides about them.
 */
interface Chosen {
  readonly call: Asked;
  readonly sids: readonly string[];
}

const chosen: Readonly<Record<string, { readonly file: string; readonly calls: readonly Chosen[] }>> = {
  "test-masking-handler": {
    file: "handlers/masking/masking.policy.json",
    calls: [
      { call: call("dynamodb", "UpdateItem", control), sids: ["KeepControlTable", "UseTheKeyOfTables"] },
      { call: s3("GET", staging("plan.json")), sids: ["ReadStaged", "EncryptMaskedObjects"] },
      { call: s3("HEAD", staging("plan.json")), sids: ["ReadStaged"] },
      { call: s3("GET", `/${names.quarantineBucket}`, "list-type=2"), sids: ["ListStagedAndRaw"] },
      { call: s3("PUT", staging("proof.json")), sids: ["WriteReports", "EncryptMaskedObjects"] },
      { call: s3("DELETE", staging("dynamodb/x/1.json.gz"), "uploadId=1"), sids: ["WriteMaskedFiles"] },
      { call: s3("GET", quarantine("exports/x/1.json.gz")), sids: ["ReadRaw"] },
      { call: s3("PUT", quarantine("keys/x/1.gz")), sids: ["WriteFingerprints"] },
      { call: call("kms", "GenerateMac", { KeyId: testKeys.masking }), sids: [] },
      {
        call: call("ssm", "GetParametersByPath", { Path: "/test/", WithDecryption: true }),
        sids: ["ReadRulesAndPointers", "DecryptParameters"],
      },
      { call: call("ssm", "PutParameter", { Name: names.pointer("billing"), Type: "String" }), sids: ["SwitchPointers"] },
      { call: call("dynamodb", "DescribeTable", { TableName: "billing-events" }), sids: ["LookAtLiveTables"] },
      { call: call("sns", "Publish", { TopicArn: arn("sns", names.dataTopic) }), sids: ["AnnounceData", "EncryptAnnouncements"] },
      {
        call: call("states", "DescribeExecution", { executionArn: arn("states", "execution:test-s3-sync/Copy:1") }),
        sids: ["LookAtExecutions"],
      },
      {
        call: call("states", "ListExecutions", { stateMachineArn: arn("states", "stateMachine:test-s3-sync") }),
        sids: ["FindChildExecutions"],
      },
      { call: call("ssm", "GetAutomationExecution", { AutomationExecutionId: "1" }), sids: ["LookAtAutomations"] },
      { call: call("ssm", "DescribeAutomationExecutions"), sids: ["FindAutomations"] },
    ],
  },
  "test-s3-sync-handler": {
    file: "handlers/s3-sync/s3-sync.policy.json",
    calls: [
      { call: s3("GET", staging("rules.json")), sids: ["ReadStaged", "EncryptMaskedObjects"] },
      { call: s3("PUT", staging("objects/a")), sids: ["StageObjects", "EncryptMaskedObjects"] },
      { call: s3("GET", quarantine("manifests/x/objects.jsonl")), sids: ["ReadManifests"] },
      { call: s3("PUT", quarantine("fingerprints/x/s3/1.gz")), sids: ["WriteManifestsAndFingerprints"] },
      { call: s3("DELETE", quarantine("exports/x/1.json.gz")), sids: ["EmptyQuarantineAndStaging"] },
      { call: s3("GET", `/${names.stagingBucket}`, "uploads"), sids: ["ListWhatIsToBeEmptied"] },
      { call: s3("GET", `/${names.dataBucket}`, "list-type=2"), sids: ["ListObjects"] },
      {
        call: s3("PUT", `/${names.dataBucket}/a`, "", { "x-amz-copy-source": `${names.stagingBucket}/runs/${run}/objects/a` }),
        sids: ["PublishAndRollBack", "ReadStaged", "EncryptMaskedObjects"],
      },
      {
        call: s3("PUT", `/${names.dataBucket}/a`, "", { "x-amz-copy-source": `${names.dataBucket}/a?versionId=1` }),
        sids: ["PublishAndRollBack", "EncryptMaskedObjects"],
      },
    ],
  },
  "test-aurora-refresh-handler": {
    file: "handlers/aurora-refresh/aurora-refresh.policy.json",
    calls: [
      { call: s3("PUT", staging("aurora/statements.jsonl")), sids: ["WriteRunFiles", "EncryptMaskedObjects"] },
      { call: s3("GET", quarantine("redacted/x.gz")), sids: ["ReadFingerprints"] },
      {
        call: call("rds-data", "ExecuteStatement", { resourceArn: clone, secretArn: secret }),
        sids: ["QueryCloneAndTonightsCluster", "ReadTheirSecrets"],
      },
    ],
  },
  "test-automation": {
    file: "ssm-documents/aurora-snapshot-clone-mask/aurora-snapshot-clone-mask.policy.json",
    calls: [
      {
        call: call("rds", "CopyDBClusterSnapshot", {
          SourceDBClusterSnapshotIdentifier: arn("rds", `cluster-snapshot:refresh-${run}`, production),
          TargetDBClusterSnapshotIdentifier: `refresh-${run}-raw`,
          Tags: [],
        }),
        sids: ["CopyTheSharedSnapshot", "TagWhatIsMade"],
      },
      { call: call("rds", "DescribeDBClusterSnapshots", { DBClusterSnapshotIdentifier: `refresh-${run}-raw` }), sids: ["FollowTheCopy"] },
      { call: call("rds", "EnableHttpEndpoint", { ResourceArn: clone }), sids: ["OpenTheClone"] },
      {
        call: call("rds", "ModifyDBCluster", { DBClusterIdentifier: `refresh-clone-${run}`, ManageMasterUserPassword: "true" }),
        sids: ["OpenTheClone", "LetRdsManageThePassword"],
      },
      {
        call: call("rds-data", "ExecuteStatement", { resourceArn: clone, secretArn: secret }),
        sids: ["MaskTheClone", "ReadTheClonesSecret"],
      },
      { call: s3("GET", staging("aurora/statements.jsonl")), sids: ["ReadStatements", "DecryptStatements"] },
    ],
  },
};

const allowed = (access: TestAccess, credentials: Parameters<TestAccess["may"]>[0], asked: Asked): boolean => {
  try {
    access.may(credentials, asked);
    return true;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
};

describe.each(Object.entries(chosen))("%s", (role, { file, calls }) => {
  it("may do all of this with its committed policy", () => {
    const access = seeded();
    const session = access.role(role, { own: committedPolicy(file) });
    expect(calls.filter((one) => !allowed(access, session, one.call)).map((one) => one.call)).toEqual([]);
    expect(access.lines).toEqual([]);
  });

  const sids = [...new Set(calls.flatMap((one) => one.sids))];
  it.each(sids)("may no longer do exactly what %s is for, without it", (sid) => {
    const access = seeded();
    const session = access.role(role, { own: committedPolicy(file, sid) });
    for (const one of calls) expect([one.call, allowed(access, session, one.call)]).toEqual([one.call, !one.sids.includes(sid)]);
    const denied = calls.filter((one) => one.sids.includes(sid)).length;
    expect(access.access.denials()).toHaveLength(denied);
    for (const line of access.lines)
      expect(line).toMatch(new RegExp(`assumed-role/${role}/test may not \\S+:\\S+ on .*Missing: \\{"Effect":"Allow"`));
  });
});

describe("what nobody may", () => {
  const refused: readonly (readonly [string, string, string, Asked])[] = [
    [
      "the tests read an export",
      "test-integration-tests-handler",
      "handlers/integration-tests/integration-tests.policy.json",
      s3("GET", quarantine("exports/x/1.json.gz")),
    ],
    [
      "the tests write a proof",
      "test-integration-tests-handler",
      "handlers/integration-tests/integration-tests.policy.json",
      s3("PUT", staging("proof.json")),
    ],
    [
      "the tables' function reads an export's items",
      "test-dynamodb-refresh-handler",
      "handlers/dynamodb-refresh/dynamodb-refresh.policy.json",
      s3("GET", quarantine("exports/x/AWSDynamoDB/1/data/a.json.gz")),
    ],
    [
      "the tables' function deletes a table",
      "test-dynamodb-refresh-handler",
      "handlers/dynamodb-refresh/dynamodb-refresh.policy.json",
      call("dynamodb", "DeleteTable", { TableName: `billing-${run}` }),
    ],
    [
      "the tables' function changes a table of day 0",
      "test-dynamodb-refresh-handler",
      "handlers/dynamodb-refresh/dynamodb-refresh.policy.json",
      call("dynamodb", "UpdateTable", { TableName: "billing-events" }),
    ],
    ["masking reads the data bucket", "test-masking-handler", "handlers/masking/masking.policy.json", s3("GET", `/${names.dataBucket}/a`)],
    [
      "masking changes a rule",
      "test-masking-handler",
      "handlers/masking/masking.policy.json",
      call("ssm", "PutParameter", { Name: names.commonRules, Type: "SecureString" }),
    ],
    [
      "the document reads day 0's secret",
      "test-automation",
      "ssm-documents/aurora-snapshot-clone-mask/aurora-snapshot-clone-mask.policy.json",
      call("secretsmanager", "GetSecretValue", { SecretId: arn("secretsmanager", "secret:rds!cluster-2-AbCdEf") }),
    ],
    [
      "the document changes day 0's cluster",
      "test-automation",
      "ssm-documents/aurora-snapshot-clone-mask/aurora-snapshot-clone-mask.policy.json",
      call("rds", "ModifyDBCluster", { DBClusterIdentifier: names.cluster }),
    ],
  ];
  it.each(refused)("%s", (_, role, file, asked) => {
    const access = seeded();
    expect(() => access.may(access.role(role, { own: committedPolicy(file) }), asked)).toThrow(/is not authorized to perform/);
  });

  const machine = (name: string): Record<string, object> =>
    Object.fromEntries(
      ["", ".surroundings"].map((kind) => [kind || "own", committedPolicy(`workflows/${name}/${name}${kind}.policy.json`)]),
    );

  it.each<[string, string, Asked]>([
    ["deletes day 0's cluster", "refresh-cleanup", call("rds", "DeleteDBCluster", { DBClusterIdentifier: names.cluster })],
    ["deletes somebody's snapshot", "refresh-cleanup", call("rds", "DeleteDBClusterSnapshot", { DBClusterSnapshotIdentifier: "by-hand" })],
    ["deletes a table of day 0", "refresh-cleanup", call("dynamodb", "DeleteTable", { TableName: "billing-events" })],
    ["stops another machine", "refresh-cleanup", call("states", "StopExecution", { executionArn: arn("states", "execution:other:1") })],
    ["reads an export", "s3-sync", s3("GET", quarantine("exports/x/1.json.gz"))],
    ["reads an export's items", "dynamodb-refresh", s3("GET", quarantine("exports/x/AWSDynamoDB/1/data/a.json.gz"))],
    ["gives day 0's cluster another password", "aurora-refresh", call("rds", "ModifyDBCluster", { DBClusterIdentifier: names.cluster })],
  ])("a machine %s", (_, name, asked) => {
    const access = seeded();
    expect(() => access.may(access.role(`test-${name}`, machine(name)), asked)).toThrow(/with an explicit deny/);
  });

  it.each<[string, string, Asked]>([
    ["a clone", "refresh-cleanup", call("rds", "DeleteDBCluster", { DBClusterIdentifier: `refresh-clone-${run}` })],
    ["an old generation's table", "refresh-cleanup", call("dynamodb", "DeleteTable", { TableName: `billing-events-${run}` })],
    ["the manifest", "s3-sync", s3("GET", quarantine(`manifests/${run}/objects.jsonl`))],
  ])("but a machine may touch %s", (_, name, asked) => {
    const access = seeded();
    expect(() => access.may(access.role(`test-${name}`, machine(name)), asked)).not.toThrow();
  });
});

describe("the quarantine's key", () => {
  const read = s3("GET", quarantine("exports/x"));
  const everything = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

  it("closes the bucket for an administrator's role too", () => {
    const access = seeded();
    expect(() => access.may(access.role("administrator", { all: everything }), read)).toThrow(/kms:Decrypt/);
    expect(access.lines[0]).toContain("no statement of the resource's policy allows it");
  });

  it("opens it for a masking role", () => {
    const access = seeded();
    expect(() => access.may(access.role("test-masking-handler", { all: everything }), read)).not.toThrow();
  });
});

describe("production's roles", () => {
  const reader = `arn:aws:iam::${production}:role/refresh-reader`;
  const take = (externalId: string): Asked => call("sts", "AssumeRole", { RoleArn: reader, RoleSessionName: "x", ExternalId: externalId });
  const withReader = (): TestAccess => {
    const access = seeded();
    for (const [RoleName, trust] of [
      ["refresh-reader", trustReader],
      ["refresh-snapshot-publisher", trustPublisher],
    ])
      access.administrator({ ...call("iam", "CreateRole", { RoleName, AssumeRolePolicyDocument: trust }), account: production });
    return access;
  };

  it("are taken by the functions that read production, with their external id only", () => {
    const access = withReader();
    const masking = access.role("test-masking-handler", { own: committedPolicy("handlers/masking/masking.policy.json") });
    expect(() => access.may(masking, take("test-refresh"))).not.toThrow();
    expect(() => access.may(masking, take("other"))).toThrow(/sts:AssumeRole/);
  });

  it("are not taken by another function, even if its own policy allowed it", () => {
    const access = withReader();
    const tests = access.role("test-integration-tests-handler", {
      all: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }] },
    });
    expect(() => access.may(tests, take("test-refresh"))).toThrow(/sts:AssumeRole/);
    expect(access.lines.at(-1)).toContain("ArnEquals aws:PrincipalArn");
  });
});

it("every chosen statement stands in its policy", () => {
  for (const { file, calls } of Object.values(chosen)) {
    const { Statement } = JSON.parse(readFileSync(path.join(projectRoot, file), "utf8")) as { Statement: { Sid: string }[] };
    const known = new Set(Statement.map(({ Sid }) => Sid));
    expect(calls.flatMap(({ sids }) => sids).filter((sid) => !known.has(sid))).toEqual([]);
  }
});
