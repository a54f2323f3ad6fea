/** Repairs of buckets: the public access block, the lifecycle, and that only encrypted connections are taken. */
import {
  GetBucketPolicyCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { permissions, readPolicy, statementsOf } from "../compare/index.ts";
import type { Fields } from "../expectations.ts";
import { unless } from "../live/index.ts";
import type { Repairs } from "./repair.ts";

/** Whether a permission of a policy is the denial of connections without TLS. */
export const isTlsDenial = (permission: string): boolean => /^Deny s3:\* on .* when Bool aws:securetransport = false$/.test(permission);

export const bucketRepairs = {
  bucket: {
    publicAccessBlock: ({ clients: { s3 } }, Bucket, { publicAccessBlock: block }) =>
      s3.send(
        new PutPublicAccessBlockCommand({
          Bucket,
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: block?.blockPublicAcls ?? true,
            BlockPublicPolicy: block?.blockPublicPolicy ?? true,
            IgnorePublicAcls: block?.ignorePublicAcls ?? true,
            RestrictPublicBuckets: block?.restrictPublicBuckets ?? true,
          },
        }),
      ),
    lifecycle: ({ clients: { s3 } }, Bucket, { lifecycle }) =>
      s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: bucketLifecycle({ lifecycle }) })),
    // The policy that is there stays; only the denial is added.
    policy: async ({ clients: { s3 } }, Bucket, { policy }) => {
      const now = readPolicy((await unless(["NoSuchBucketPolicy"], s3.send(new GetBucketPolicyCommand({ Bucket }))))?.Policy);
      const kept = now === undefined ? [] : statementsOf(now);
      const denials = statementsOf(readPolicy(policy) ?? {}).filter((statement) => permissions(statement).every(isTlsDenial));
      return s3.send(
        new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", ...now, Statement: [...kept, ...denials] }) }),
      );
    },
  },
} satisfies Repairs;

/** A lifecycle configuration with exactly the expected rules. */
export const bucketLifecycle = ({ lifecycle }: Pick<Fields<"bucket">, "lifecycle">): { Rules: LifecycleRule[] } => ({
  Rules: (lifecycle ?? []).map(ruleOf),
});

function ruleOf(rule: NonNullable<Fields<"bucket">["lifecycle"]>[number]): LifecycleRule {
  const { id, status, prefix, expirationDays, noncurrentDays, abortIncompleteDays } = rule;
  return {
    ID: id,
    Status: status === "Disabled" ? "Disabled" : "Enabled",
    Filter: { Prefix: prefix ?? "" },
    ...(expirationDays ? { Expiration: { Days: expirationDays } } : {}),
    ...(noncurrentDays ? { NoncurrentVersionExpiration: { NoncurrentDays: noncurrentDays } } : {}),
    ...(abortIncompleteDays ? { AbortIncompleteMultipartUpload: { DaysAfterInitiation: abortIncompleteDays } } : {}),
  };
}
