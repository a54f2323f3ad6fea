/** Buckets: each setting is a sub-resource with a call of its own. */
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  type LifecycleRule,
  ListBucketsCommand,
} from "@aws-sdk/client-s3";
import { type Canonical, flag, keyId, members, orEmpty, plain, policy, set, tags } from "../compare/index.ts";
import { once, optional, pages, tagMap, unless } from "../live/index.ts";
import { type Kind, ofEnvironment } from "./kind.ts";

export const bucket: Kind<"bucket"> = {
  service: "s3",
  fields: {
    versioning: plain,
    encryptionKey: keyId,
    bucketKey: flag,
    publicAccessBlock: members(flag),
    ownership: orEmpty,
    lifecycle: rules,
    policy,
    tags,
  },
  async *scan(account) {
    const buckets = pages(async (token) => {
      const page = await account.clients.s3.send(new ListBucketsCommand({ ...optional("ContinuationToken", token), MaxBuckets: 1_000 }));
      return [page.Buckets, page.ContinuationToken];
    });
    for await (const { Name = "" } of buckets) if (ofEnvironment(account, Name)) yield [Name, undefined];
  },
  async find({ clients: { s3 } }, Bucket) {
    await s3.send(new HeadBucketCommand({ Bucket }));
    const encryption = once(async () => {
      const answer = await unless(["ServerSideEncryptionConfigurationNotFoundError"], s3.send(new GetBucketEncryptionCommand({ Bucket })));
      return answer?.ServerSideEncryptionConfiguration?.Rules?.[0];
    });
    return {
      versioning: async () => (await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status ?? "Disabled",
      encryptionKey: async () => (await encryption())?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID,
      bucketKey: async () => (await encryption())?.BucketKeyEnabled,
      publicAccessBlock: async () => {
        const answer = await unless(["NoSuchPublicAccessBlockConfiguration"], s3.send(new GetPublicAccessBlockCommand({ Bucket })));
        const block = answer?.PublicAccessBlockConfiguration;
        return {
          blockPublicAcls: block?.BlockPublicAcls,
          blockPublicPolicy: block?.BlockPublicPolicy,
          ignorePublicAcls: block?.IgnorePublicAcls,
          restrictPublicBuckets: block?.RestrictPublicBuckets,
        };
      },
      ownership: async () => {
        const answer = await unless(["OwnershipControlsNotFoundError"], s3.send(new GetBucketOwnershipControlsCommand({ Bucket })));
        return answer?.OwnershipControls?.Rules?.[0]?.ObjectOwnership;
      },
      lifecycle: async () => {
        const answer = await unless(["NoSuchLifecycleConfiguration"], s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })));
        return (answer?.Rules ?? []).map(ruleOf);
      },
      policy: async () => (await unless(["NoSuchBucketPolicy"], s3.send(new GetBucketPolicyCommand({ Bucket }))))?.Policy,
      tags: async () => tagMap((await unless(["NoSuchTagSet"], s3.send(new GetBucketTaggingCommand({ Bucket }))))?.TagSet),
    };
  },
};

/** A rule for everything has no prefix, or an empty one. */
function rules(value: unknown): Canonical {
  const all = (value ?? []) as readonly { readonly prefix?: string | null | undefined }[];
  return set(all.map(({ prefix, ...rule }) => ({ ...rule, prefix: prefix === "" ? undefined : prefix })));
}

/** A rule as it is expected; what it says beyond that is shown by the names of its members. */
function ruleOf(rule: LifecycleRule): Record<string, unknown> {
  const { ID, Status, Filter, Prefix, Expiration, NoncurrentVersionExpiration, AbortIncompleteMultipartUpload, ...more } = rule;
  const others = Object.entries(more).filter(([, value]) => value !== undefined && (!Array.isArray(value) || value.length > 0));
  return {
    id: ID,
    status: Status,
    prefix: Filter?.Prefix ?? Filter?.And?.Prefix ?? Prefix,
    expirationDays: Expiration?.Days,
    noncurrentDays: NoncurrentVersionExpiration?.NoncurrentDays,
    abortIncompleteDays: AbortIncompleteMultipartUpload?.DaysAfterInitiation,
    ...(others.length === 0 ? {} : { also: others.map(([name]) => name).sort() }),
  };
}
