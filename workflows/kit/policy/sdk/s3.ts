/** S3: its actions are named after what they touch, not after the calls. */
import { bucketArn } from "../arn.ts";
import { allow, type Call, everything, named, objects } from "../call.ts";
import { keyForObjects } from "../key.ts";
import { COMPUTED, type Said } from "../said.ts";
import type { Grant, Resource } from "../types.ts";
import { callName } from "./actions.ts";

/** Call → actions on the objects. */
const ON_OBJECTS: Readonly<Record<string, string>> = {
  AbortMultipartUpload: "AbortMultipartUpload",
  CompleteMultipartUpload: "PutObject",
  CreateMultipartUpload: "PutObject",
  DeleteObject: "DeleteObject",
  DeleteObjectAnnotation: "DeleteObjectAnnotation",
  DeleteObjectTagging: "DeleteObjectTagging",
  GetObject: "GetObject",
  GetObjectAcl: "GetObjectAcl",
  GetObjectAnnotation: "GetObjectAnnotation",
  GetObjectAttributes: "GetObject GetObjectAttributes",
  GetObjectLegalHold: "GetObjectLegalHold",
  GetObjectRetention: "GetObjectRetention",
  GetObjectTagging: "GetObjectTagging",
  GetObjectTorrent: "GetObjectTorrent",
  HeadObject: "GetObject",
  ListObjectAnnotations: "ListObjectAnnotations",
  ListParts: "ListMultipartUploadParts",
  PutObject: "PutObject",
  PutObjectAcl: "PutObjectAcl",
  PutObjectAnnotation: "PutObjectAnnotation",
  PutObjectLegalHold: "PutObjectLegalHold",
  PutObjectRetention: "PutObjectRetention",
  PutObjectTagging: "PutObjectTagging",
  RestoreObject: "RestoreObject",
  SelectObjectContent: "GetObject",
  UpdateObjectEncryption: "UpdateObjectEncryption",
  UploadPart: "PutObject",
};

/** Call → actions on the bucket, where they are not the call's name. */
const ON_BUCKET: Readonly<Record<string, string>> = {
  HeadBucket: "ListBucket",
  ListObjects: "ListBucket",
  ListObjectsV2: "ListBucket",
  ListObjectVersions: "ListBucketVersions",
  ListMultipartUploads: "ListBucketMultipartUploads",
  DeleteBucketCors: "PutBucketCORS",
  DeleteBucketEncryption: "PutEncryptionConfiguration",
  DeleteBucketLifecycle: "PutLifecycleConfiguration",
  DeleteBucketOwnershipControls: "PutBucketOwnershipControls",
  DeleteBucketReplication: "PutReplicationConfiguration",
  DeleteBucketTagging: "PutBucketTagging",
  DeletePublicAccessBlock: "PutBucketPublicAccessBlock",
  GetBucketAccelerateConfiguration: "GetAccelerateConfiguration",
  GetBucketCors: "GetBucketCORS",
  GetBucketEncryption: "GetEncryptionConfiguration",
  GetBucketLifecycle: "GetLifecycleConfiguration",
  GetBucketLifecycleConfiguration: "GetLifecycleConfiguration",
  GetBucketNotificationConfiguration: "GetBucketNotification",
  GetBucketReplication: "GetReplicationConfiguration",
  GetObjectLockConfiguration: "GetBucketObjectLockConfiguration",
  GetPublicAccessBlock: "GetBucketPublicAccessBlock",
  PutBucketAccelerateConfiguration: "PutAccelerateConfiguration",
  PutBucketCors: "PutBucketCORS",
  PutBucketEncryption: "PutEncryptionConfiguration",
  PutBucketLifecycle: "PutLifecycleConfiguration",
  PutBucketLifecycleConfiguration: "PutLifecycleConfiguration",
  PutBucketNotificationConfiguration: "PutBucketNotification",
  PutBucketReplication: "PutReplicationConfiguration",
  PutObjectLockConfiguration: "PutBucketObjectLockConfiguration",
  PutPublicAccessBlock: "PutBucketPublicAccessBlock",
};

/** `GetBucketMetricsConfiguration`, `ListBucketInventoryConfigurations`, …: one pattern for four kinds of configuration. */
function configuration(call: string): string | undefined {
  const match = /^(Get|Put|Delete|List)Bucket(Analytics|IntelligentTiering|Inventory|Metrics)Configurations?$/.exec(call);
  if (!match) return undefined;
  return `${match[1] === "Get" || match[1] === "List" ? "Get" : "Put"}${match[2]}Configuration`;
}

const prefixed = (names: string): string =>
  names
    .split(" ")
    .map((name) => `s3:${name}`)
    .join(" ");

/** Where a copy comes from: `<bucket>/<key>`, perhaps with `?versionId=…`. */
function copySource(call: Call): { readonly bucket: Said; readonly key: Said } {
  const said = call.fields.get("CopySource");
  if (said === undefined) return { bucket: call.fields.get("SourceBucket") ?? COMPUTED, key: call.fields.get("SourceKey") ?? COMPUTED };
  const [bucket = "*", ...key] = said.text
    .replace(/^\//, "")
    .replace(/\?versionId=.*$/, "")
    .split("/");
  const computed = said.computed;
  return { bucket: { text: bucket, computed: bucket.includes("*") }, key: { text: key.join("/") || "*", computed } };
}

const bucketOf = (call: Call): Resource => named(call, "Bucket", (name) => bucketArn(call.place, name));
const target = (call: Call): Resource => objects(call, call.fields.get("Bucket"), call.fields.get("Key"), '"Key"');

/** A list of a bucket, by its prefix where one is given. */
function list(call: Call, action: string): Grant {
  const prefix = call.fields.has("Prefix") ? call.fields.get("Prefix") : undefined;
  const narrowed = prefix !== undefined && prefix.text !== "*";
  return allow(
    action,
    bucketOf(call),
    narrowed ? { [prefix.computed ? "StringLike" : "StringEquals"]: { "s3:prefix": [prefix.text] } } : undefined,
  );
}

/** Members that ask for one more right. */
function extras(call: Call, on: Resource): readonly Grant[] {
  const has = (member: string): boolean => call.fields.has(member);
  return [
    ...(has("Acl") || has("GrantRead") || has("GrantFullControl") ? [allow("s3:PutObjectAcl", on)] : []),
    ...(has("Tagging") ? [allow("s3:PutObjectTagging", on)] : []),
    ...keyForObjects(call, "SSEKMSKeyId"),
  ];
}

/** A copy reads its source, its tags too unless they are replaced, and writes its target. */
function copy(call: Call): readonly Grant[] {
  const { bucket, key } = copySource(call);
  const source = objects(call, bucket, key, '"CopySource"');
  const reads = ["s3:GetObject"];
  if (call.fields.get("CopySource")?.text.includes("versionId=")) reads.push("s3:GetObjectVersion");
  if (callName(call.api) === "UploadPartCopy") return [allow(reads, source), allow("s3:PutObject", target(call))];
  if (call.fields.get("TaggingDirective")?.text !== "REPLACE") reads.push("s3:GetObjectTagging");
  return [allow(reads, source), allow("s3:PutObject s3:PutObjectTagging", target(call)), ...extras(call, target(call))];
}

/** Several objects at once, some of them perhaps by their version. */
function deleteObjects(call: Call): readonly Grant[] {
  const bucket = call.fields.get("Bucket");
  const named = call.fields.inside("Delete").each("Objects");
  const on = named.map((object) => objects(call, bucket, object.get("Key"), '"Delete.Objects"'));
  const versions = named.length === 0 || named.some((object) => object.open || object.has("VersionId"));
  return [
    allow(
      versions ? "s3:DeleteObject s3:DeleteObjectVersion" : "s3:DeleteObject",
      on.length > 0 ? on : objects(call, bucket, COMPUTED, '"Delete.Objects"'),
    ),
  ];
}

/** What a call of S3 needs. */
export function s3Grants(call: Call): readonly Grant[] {
  const name = callName(call.api);
  if (name === "ListBuckets") return [allow("s3:ListAllMyBuckets", everything)];
  if (name === "CopyObject" || name === "UploadPartCopy") return copy(call);
  if (name === "DeleteObjects") return deleteObjects(call);
  const onObjects = Object.hasOwn(ON_OBJECTS, name) ? ON_OBJECTS[name] : undefined;
  if (onObjects !== undefined) {
    const version = call.fields.has("VersionId") ? onObjects.replace(/^(Get|Delete|Put)Object(?=$| )/, "$1ObjectVersion") : onObjects;
    const actions = [...new Set([...onObjects.split(" "), ...version.split(" ")])].join(" ");
    const writes = name === "PutObject" || name === "CreateMultipartUpload";
    return [allow(prefixed(actions), target(call)), ...(writes ? extras(call, target(call)) : [])];
  }
  const onBucket = configuration(name) ?? (Object.hasOwn(ON_BUCKET, name) ? ON_BUCKET[name] : undefined) ?? name;
  return [name.startsWith("ListObject") ? list(call, prefixed(onBucket)) : allow(prefixed(onBucket), bucketOf(call))];
}
