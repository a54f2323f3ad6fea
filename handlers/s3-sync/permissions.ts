/** What `s3_sync_handler` may do: list production, copy or mask, publish and roll back, empty the quarantine. */
import { allow, permissions, resource } from "../../workflows/kit/contract/permissions/index.ts";
import {
  buckets,
  everyFunction,
  keys,
  objectsIn,
  readerRole,
  runFiles,
  writeMaskedObjects,
  writeRawObjects,
} from "../shared/permissions/index.ts";

export const s3SyncPermissions = permissions("s3-sync", [
  ...everyFunction("s3-sync"),
  allow("ReadProduction", {
    why: "Production's objects are listed and read, and its exports looked at, with production's role.",
    actions: ["sts:AssumeRole"],
    resources: [readerRole],
  }),
  allow("ReadStaged", {
    why: "The plan, the rules, the proof, records of replaced versions, and the objects to publish with their tags.",
    actions: ["s3:GetObject", "s3:GetObjectTagging"],
    resources: runFiles("*"),
  }),
  allow("StageObjects", {
    why: "Masked objects, in parts when they are large; reports; the versions that a publication replaces.",
    actions: ["s3:AbortMultipartUpload", "s3:PutObject"],
    resources: runFiles("objects/*", "parts/*", "replaced/*"),
  }),
  allow("TagStagedObjects", {
    why: "Masked objects keep the tags that a rule declares.",
    actions: ["s3:PutObjectTagging"],
    resources: runFiles("objects/*"),
  }),
  writeMaskedObjects,
  allow("ReadManifests", {
    why: "The manifest is put together from its parts, and compared with what was staged.",
    actions: ["s3:GetObject"],
    resources: objectsIn(buckets.quarantine, "manifests/*"),
  }),
  allow("WriteManifestsAndFingerprints", {
    why: "What was listed, and what the proof looks for.",
    actions: ["s3:AbortMultipartUpload", "s3:PutObject"],
    resources: objectsIn(buckets.quarantine, "fingerprints/*/s3/*", "manifests/*"),
  }),
  writeRawObjects,
  allow("EmptyQuarantineAndStaging", {
    why: "Nothing raw outlives a run, nor do its masked objects and table files; parts of uploads neither.",
    actions: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectVersion"],
    resources: [...objectsIn(buckets.quarantine, "*"), ...runFiles("dynamodb/*", "objects/*")],
  }),
  allow("ListWhatIsToBeEmptied", {
    why: "All versions, and uploads that nobody completed.",
    actions: ["s3:ListBucketMultipartUploads", "s3:ListBucketVersions"],
    resources: [resource`${buckets.quarantine}`, resource`${buckets.staging}`],
  }),
  // Without it S3 answers 403 where an object is missing: a condition on the prefix would have the same effect.
  allow("ListObjects", {
    why: "Parts of the manifest, staged and published objects; a missing object has to be told from a forbidden one.",
    actions: ["s3:ListBucket"],
    resources: [resource`${buckets.data}`, resource`${buckets.quarantine}`, resource`${buckets.staging}`],
  }),
  allow("PublishAndRollBack", {
    why: "Objects are published under production's keys, and put back to their versions from before.",
    actions: [
      "s3:AbortMultipartUpload",
      "s3:DeleteObject",
      "s3:GetObject",
      "s3:GetObjectTagging",
      "s3:GetObjectVersion",
      "s3:GetObjectVersionTagging",
      "s3:PutObject",
      "s3:PutObjectTagging",
    ],
    resources: objectsIn(buckets.data, "*"),
  }),
  allow("DeriveKeysAndVerifyProof", {
    why: "The masking keys are a MAC, and so is the proof's signature.",
    actions: ["kms:GenerateMac", "kms:VerifyMac"],
    resources: [resource`${keys.masking}`],
  }),
]);
