/** S3: methods, paths and queries as IAM's actions on buckets and objects, with the keys that objects are under. */
import { type Call, keyNeeds, type Need } from "./call.ts";

/** A bucket's settings, by the query that asks for them: the action behind Get or Put. */
const settings: ReadonlyMap<string, string> = new Map([
  ["accelerate", "AccelerateConfiguration"],
  ["acl", "BucketAcl"],
  ["cors", "BucketCORS"],
  ["encryption", "EncryptionConfiguration"],
  ["lifecycle", "LifecycleConfiguration"],
  ["location", "BucketLocation"],
  ["logging", "BucketLogging"],
  ["notification", "BucketNotification"],
  ["object-lock", "BucketObjectLockConfiguration"],
  ["ownershipControls", "BucketOwnershipControls"],
  ["policy", "BucketPolicy"],
  ["policyStatus", "BucketPolicyStatus"],
  ["publicAccessBlock", "BucketPublicAccessBlock"],
  ["replication", "ReplicationConfiguration"],
  ["requestPayment", "BucketRequestPayment"],
  ["tagging", "BucketTagging"],
  ["versioning", "BucketVersioning"],
  ["website", "BucketWebsite"],
]);

interface Place {
  readonly bucket: string;
  readonly key: string;
}

/** `/bucket/key%20of/it`; the endpoint is one of paths. */
function placeOf(path: string): Place {
  const slash = path.indexOf("/", 1);
  const [bucket, key] = slash < 0 ? [path.slice(1), ""] : [path.slice(1, slash), path.slice(slash + 1)];
  return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(key) };
}

const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;

function onBucket({ known, account }: Call, bucket: string, action: string, context: Need["context"] = {}): Need {
  return { action: `s3:${action}`, resource: bucketArn(bucket), owner: known.stores.get(bucket).owner ?? account, context };
}

function onObject({ known, account }: Call, { bucket, key }: Place, action: string): Need {
  return { action: `s3:${action}`, resource: `${bucketArn(bucket)}/${key}`, owner: known.stores.get(bucket).owner ?? account };
}

/** Objects are under the key that the request names, or the bucket's. */
function encryption(call: Call, bucket: string, ...actions: readonly string[]): readonly Need[] {
  const named = call.known.keys.arnOf(call.headers["x-amz-server-side-encryption-aws-kms-key-id"], call);
  return keyNeeds(call, named ?? call.known.stores.get(bucket).key, "s3", ...actions);
}

const listing = ({ query }: Call): Need["context"] => ({
  ...(query.has("prefix") ? { "s3:prefix": query.get("prefix") ?? "" } : {}),
  ...(query.has("delimiter") ? { "s3:delimiter": query.get("delimiter") ?? "" } : {}),
});

function bucketNeeds(call: Call, bucket: string): readonly Need[] | undefined {
  const { method, query, body } = call;
  if (method === "POST" && query.has("delete")) return deleted(call, bucket, body.toString("utf8"));
  if (method === "GET" && query.has("versions")) return [onBucket(call, bucket, "ListBucketVersions", listing(call))];
  if (method === "GET" && query.has("uploads")) return [onBucket(call, bucket, "ListBucketMultipartUploads", listing(call))];
  const setting = [...settings].find(([name]) => query.has(name))?.[1];
  if (setting !== undefined) {
    if (method === "GET") return [onBucket(call, bucket, `Get${setting}`)];
    // But for policies and websites, IAM takes a deletion for a change.
    if (method === "DELETE")
      return [onBucket(call, bucket, setting === "BucketPolicy" || setting === "BucketWebsite" ? `Delete${setting}` : `Put${setting}`)];
    return method === "PUT" ? [onBucket(call, bucket, `Put${setting}`)] : undefined;
  }
  if (
    [...query.keys()].some(
      (name) => !/^(prefix|delimiter|list-type|max-keys|continuation-token|start-after|marker|encoding-type|fetch-owner|x-id)$/.test(name),
    )
  )
    return undefined;
  if (method === "GET" || method === "HEAD") return [onBucket(call, bucket, "ListBucket", listing(call))];
  if (method === "PUT") return [onBucket(call, bucket, "CreateBucket")];
  return method === "DELETE" ? [onBucket(call, bucket, "DeleteBucket")] : undefined;
}

const plainXml = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos|#x?[0-9a-fA-F]{1,6});/g, (whole, name: string) => {
    const known: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
    if (!name.startsWith("#")) return known[name] ?? whole;
    return String.fromCodePoint(name[1] === "x" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)));
  });

/** DeleteObjects: every object that it lists. */
function deleted(call: Call, bucket: string, xml: string): readonly Need[] {
  return xml
    .split("<Object>")
    .slice(1)
    .map((part) => {
      const key = plainXml(/<Key>([^<]*)<\/Key>/.exec(part)?.[1] ?? "");
      const version = /<VersionId>([^<]*)<\/VersionId>/.exec(part.split("</Object>")[0] ?? "")?.[1];
      return onObject(call, { bucket, key }, version === undefined ? "DeleteObject" : "DeleteObjectVersion");
    });
}

/** The object that a copy reads, with its tags unless the request brings its own. */
function copied(call: Call, source: string): readonly Need[] {
  const [path = "", version] = source.split("?versionId=");
  const from = placeOf(path.startsWith("/") ? path : `/${path}`);
  const suffix = version === undefined ? "" : "Version";
  const tags =
    call.query.has("partNumber") || call.headers["x-amz-tagging-directive"] === "REPLACE"
      ? []
      : [onObject(call, from, `GetObject${suffix}Tagging`)];
  return [onObject(call, from, `GetObject${suffix}`), ...tags, ...keyNeeds(call, call.known.stores.get(from.bucket).key, "s3", "Decrypt")];
}

/** What a bucket's policy may ask of whoever writes into it. */
const encryptionHeaders = ({ headers }: Call): NonNullable<Need["context"]> =>
  Object.fromEntries(
    ["x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id"].flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[`s3:${name}`, value]];
    }),
  );

function written(call: Call, place: Place): readonly Need[] {
  const inParts = call.query.has("uploadId") || call.query.has("uploads");
  const source = call.headers["x-amz-copy-source"];
  return [
    ...(source === undefined ? [] : copied(call, source)),
    { ...onObject(call, place, "PutObject"), context: encryptionHeaders(call) },
    ...(call.headers["x-amz-tagging"] === undefined ? [] : [onObject(call, place, "PutObjectTagging")]),
    ...(call.headers["x-amz-acl"] === undefined ? [] : [onObject(call, place, "PutObjectAcl")]),
    ...encryption(call, place.bucket, "GenerateDataKey", ...(inParts ? ["Decrypt"] : [])),
  ];
}

function objectNeeds(call: Call, place: Place): readonly Need[] | undefined {
  const { method, query } = call;
  const version = query.has("versionId") ? "Version" : "";
  const kind = query.has("tagging") ? "Tagging" : query.has("acl") ? "Acl" : undefined;
  switch (method) {
    case "GET":
    case "HEAD":
      if (kind !== undefined) return [onObject(call, place, `GetObject${version}${kind}`)];
      if (query.has("uploadId")) return [onObject(call, place, "ListMultipartUploadParts")];
      return [onObject(call, place, `GetObject${version}`), ...(method === "GET" ? encryption(call, place.bucket, "Decrypt") : [])];
    case "PUT":
      return kind === undefined ? written(call, place) : [onObject(call, place, `PutObject${version}${kind}`)];
    case "POST":
      return query.has("uploads") || query.has("uploadId") ? written(call, place) : undefined;
    case "DELETE":
      if (kind === "Tagging") return [onObject(call, place, `DeleteObject${version}Tagging`)];
      return [onObject(call, place, query.has("uploadId") ? "AbortMultipartUpload" : `DeleteObject${version}`)];
    default:
      return undefined;
  }
}

/** What a request to S3 needs; undefined for one that has no rule here. */
export function s3Needs(call: Call): readonly Need[] | undefined {
  const place = placeOf(call.path);
  if (place.bucket === "") return call.method === "GET" ? [{ action: "s3:ListAllMyBuckets", resource: "*" }] : undefined;
  return place.key === "" ? bucketNeeds(call, place.bucket) : objectNeeds(call, place);
}

/**
 * The permission without which S3 answers 403 where there is no object: undefined for requests that read none.
 */
export function mayKnowMissing(call: Call): Need | undefined {
  const place = placeOf(call.path);
  if (place.key === "" || (call.method !== "GET" && call.method !== "HEAD")) return undefined;
  return onBucket(call, place.bucket, "ListBucket");
}
