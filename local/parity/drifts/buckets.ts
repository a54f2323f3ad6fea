/** Drifts of buckets. */
import {
  CreateBucketCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketPolicyCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { ENVIRONMENT, test } from "../../refresh/names.ts";
import { changed, type Drift, type Hands, whole } from "./drift.ts";

const encrypt = ({ clients, keyId }: Hands, Bucket: string, alias: string, BucketKeyEnabled: boolean): Promise<unknown> =>
  clients.s3.send(
    new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: keyId(alias) }, BucketKeyEnabled }],
      },
    }),
  );

export const bucketDrifts: readonly Drift[] = [
  changed(
    "the public access block of the data bucket is half open",
    ["bucket", test.dataBucket, "publicAccessBlock.blockPublicPolicy", "critical"],
    ({ clients }) =>
      clients.s3.send(
        new PutPublicAccessBlockCommand({
          Bucket: test.dataBucket,
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: false,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
        }),
      ),
  ),
  changed("the data bucket is no longer versioned", ["bucket", test.dataBucket, "versioning", "high"], ({ clients }) =>
    clients.s3.send(new PutBucketVersioningCommand({ Bucket: test.dataBucket, VersioningConfiguration: { Status: "Suspended" } })),
  ),
  changed("the quarantine is encrypted under the data key", ["bucket", test.quarantineBucket, "encryptionKey", "critical"], (hands) =>
    encrypt(hands, test.quarantineBucket, test.dataKeyAlias, true),
  ),
  changed("the staging bucket uses no bucket key", ["bucket", test.stagingBucket, "bucketKey", "low"], (hands) =>
    encrypt(hands, test.stagingBucket, test.dataKeyAlias, false),
  ),
  changed("others own what they put into the staging bucket", ["bucket", test.stagingBucket, "ownership", "high"], ({ clients }) =>
    clients.s3.send(
      new PutBucketOwnershipControlsCommand({
        Bucket: test.stagingBucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] },
      }),
    ),
  ),
  changed("the quarantine keeps raw exports for a week", ["bucket", test.quarantineBucket, "lifecycle", "high"], ({ clients }) =>
    clients.s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: test.quarantineBucket,
        LifecycleConfiguration: {
          Rules: [
            {
              ID: "one-day",
              Status: "Enabled",
              Filter: { Prefix: "" },
              Expiration: { Days: 7 },
              AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
            },
          ],
        },
      }),
    ),
  ),
  changed("the staging bucket keeps every version", ["bucket", test.stagingBucket, "lifecycle", "high"], ({ clients }) =>
    clients.s3.send(new DeleteBucketLifecycleCommand({ Bucket: test.stagingBucket })),
  ),
  changed("the data bucket takes unencrypted connections", ["bucket", test.dataBucket, "policy", "critical"], ({ clients }) =>
    clients.s3.send(new DeleteBucketPolicyCommand({ Bucket: test.dataBucket })),
  ),
  changed("anyone may read the artifacts", ["bucket", test.artifactsBucket, "policy", "critical"], ({ clients }) =>
    clients.s3.send(new PutBucketPolicyCommand({ Bucket: test.artifactsBucket, Policy: openPolicy(test.artifactsBucket) })),
  ),
  changed("a bucket has a tag too few", ["bucket", test.quarantineBucket, "tags.Environment", "low"], ({ clients }) =>
    clients.s3.send(
      new PutBucketTaggingCommand({ Bucket: test.quarantineBucket, Tagging: { TagSet: [{ Key: "ManagedBy", Value: "terraform" }] } }),
    ),
  ),
  whole("somebody has made a bucket", ["unexpected", "bucket", `${ENVIRONMENT}-scratch`, "medium"], ({ clients }) =>
    clients.s3.send(
      new CreateBucketCommand({ Bucket: `${ENVIRONMENT}-scratch`, CreateBucketConfiguration: { LocationConstraint: "us-west-2" } }),
    ),
  ),
];

/** What it should be, written otherwise, and one statement more. */
function openPolicy(bucket: string): string {
  const arn = `arn:aws:s3:::${bucket}`;
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: ["s3:*"],
        Resource: [`${arn}/*`, arn],
        Condition: { Bool: { "aws:SecureTransport": false } },
      },
      { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `${arn}/*` },
    ],
  });
}
