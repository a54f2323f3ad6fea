/** The policies of keys and buckets, as Terraform writes them and `production_account_setup` prints them. */
import { keyUse } from "../../../workflows/kit/contract/permissions/index.ts";
import { childWorkflows, handlerNames, PRODUCTION, production, TEST, test } from "../names.ts";
import { functionRole, machineRole, policyText } from "./trust.ts";

const root = (account: string): string => `arn:aws:iam::${account}:root`;

const administer = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:EnableKey",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UpdateAlias",
];

const allow = (Sid: string, AWS: string | readonly string[], Action: readonly string[], Condition?: object) => ({
  Sid,
  Effect: "Allow",
  Principal: { AWS },
  Action,
  Resource: "*",
  ...(Condition && { Condition }),
});

const forAwsResource = { Bool: { "kms:GrantIsForAWSResource": "true" } };
/** The account is named and the role stands in the condition: KMS refuses a principal that is not made yet. */
const onlyReader = { ArnEquals: { "aws:PrincipalArn": production.readerRole } };
const onlyAutomation = { ArnEquals: { "aws:PrincipalArn": test.role("automation") } };

const accountAdministers = allow("AccountAdministers", root(TEST), administer);
const accountDecides = allow("PoliciesOfThisAccountDecide", root(TEST), [...administer, ...keyUse, "kms:CreateGrant"]);

/** Of the test account's keys. */
export const keyPolicies = {
  data: policyText(accountDecides),
  s3: policyText(
    accountDecides,
    allow("ProductionsReaderCopiesObjects", root(PRODUCTION), ["kms:Decrypt", "kms:GenerateDataKey"], onlyReader),
  ),
  ssm: policyText(accountDecides),
  quarantine: policyText(
    accountAdministers,
    allow("MaskingRolesUse", [...handlerNames.map(functionRole), ...childWorkflows.map(machineRole), test.role("automation")], keyUse),
    allow("RdsUsesForTheClone", [test.role("automation"), machineRole("aurora-refresh")], ["kms:CreateGrant"], forAwsResource),
    allow("ProductionsReaderExports", root(PRODUCTION), ["kms:Decrypt", "kms:GenerateDataKey"], onlyReader),
  ),
  masking: policyText(
    accountAdministers,
    allow("MaskingFunctionsUse", ["masking", "s3-sync", "aurora-refresh"].map(functionRole), ["kms:GenerateMac", "kms:VerifyMac"]),
  ),
} as const;

/** Of production's key for shared snapshots. */
export const snapshotKeyPolicy = policyText(
  allow("PoliciesOfThisAccountDecide", root(PRODUCTION), ["kms:*"]),
  allow("TestAccountCopiesSharedSnapshots", root(TEST), keyUse, onlyAutomation),
  allow("RdsThereUsesIt", root(TEST), ["kms:CreateGrant"], { ...onlyAutomation, ...forAwsResource }),
);

/** Which objects production's reader writes, by bucket. */
const written = new Map<string, string>([
  [test.stagingBucket, "runs/*/objects/*"],
  [test.quarantineBucket, "exports/*"],
]);

const encryption = "s3:x-amz-server-side-encryption";

/** Who names no key gets the bucket's; who names one must name that. */
const onlyUnder = (arn: string, keyArn: string) =>
  [
    ["NoOtherKey", `${encryption}-aws-kms-key-id`, keyArn],
    ["NoEncryptionWithoutKey", encryption, "aws:kms"],
  ].map(([Sid = "", name = "", wanted]) => ({
    Sid,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: `${arn}/*`,
    Condition: { Null: { [name]: "false" }, StringNotEquals: { [name]: wanted } },
  }));

/** Of a bucket of the test account whose objects are under a key. */
export function bucketPolicy(bucket: string, keyArn: string): string {
  const arn = `arn:aws:s3:::${bucket}`;
  const keys = written.get(bucket);
  return policyText(
    {
      Sid: "OnlyEncryptedConnections",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [arn, `${arn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    ...onlyUnder(arn, keyArn),
    ...(keys === undefined
      ? []
      : [
          {
            Sid: "ProductionsReaderWrites",
            Effect: "Allow",
            Principal: { AWS: root(PRODUCTION) },
            Action: ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectTagging"],
            Resource: `${arn}/${keys}`,
            Condition: onlyReader,
          },
        ]),
  );
}
