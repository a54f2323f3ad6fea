/** What `masking_handler` may do: plan, mask export files, prove, switch the pointers, keep the ledger. */
import { allow, arn, everywhere, permissions, resource } from "../../workflows/kit/contract/permissions/index.ts";
import {
  buckets,
  dataTopic,
  environment,
  everyFunction,
  keys,
  objectsIn,
  readerRole,
  readParameters,
  readSecureStrings,
  runFiles,
  via,
  writeMaskedObjects,
  writeRawObjects,
} from "../shared/permissions/index.ts";

const children = ["s3-sync", "dynamodb-refresh", "aurora-refresh"] as const;
const machines = [...children, "daily-refresh", "refresh-cleanup"] as const;

export const maskingPermissions = permissions("masking", [
  ...everyFunction("masking"),
  allow("ReadStaged", {
    // Without the right to tags S3 does not even say that an object has some, and the proof would pass over them.
    why: "The plan, the rules, every part's report and all that was masked, with its tags, for the proof.",
    actions: ["s3:GetObject", "s3:GetObjectTagging"],
    resources: runFiles("*"),
  }),
  // Without it S3 answers 403 where an object is missing: a condition on the prefix would have the same effect.
  allow("ListStagedAndRaw", {
    why: "Parts, masked files and fingerprints are found by their prefix; a missing object has to be told from a forbidden one.",
    actions: ["s3:ListBucket"],
    resources: [resource`${buckets.staging}`, resource`${buckets.quarantine}`],
  }),
  allow("WriteReports", {
    why: "The plan and its lists, the reports of parts, the proof, the summary, the plan of the masking, the inventory of places and its changes.",
    actions: ["s3:PutObject"],
    resources: runFiles(
      "changes.md",
      "masking-plan.*",
      "parts/*",
      "places.json",
      "plan.json",
      "proof.*",
      "rules.json",
      "summary.json",
      "tables.jsonl",
    ),
  }),
  allow("WriteMaskedFiles", {
    why: "Masked files of tables, in parts when they are large.",
    actions: ["s3:AbortMultipartUpload", "s3:PutObject"],
    resources: runFiles("dynamodb/*"),
  }),
  writeMaskedObjects,
  allow("ReadRaw", {
    why: "Exports to mask; manifests, fingerprints and outputs to prove by.",
    actions: ["s3:GetObject"],
    resources: objectsIn(buckets.quarantine, "exports/*", "fingerprints/*", "manifests/*", "outputs/*"),
  }),
  allow("WriteFingerprints", {
    why: "What the proof looks for, and the masked keys for the check of collisions.",
    actions: ["s3:PutObject"],
    resources: objectsIn(buckets.quarantine, "fingerprints/*/dynamodb/*", "keys/*"),
  }),
  writeRawObjects,
  allow("DeriveKeysAndSignProof", {
    why: "The masking keys are a MAC, the proof is signed by one and verified before the switch.",
    actions: ["kms:GenerateMac", "kms:VerifyMac"],
    resources: [resource`${keys.masking}`],
  }),
  allow("ReadProduction", {
    why: "Production's inventory: snapshots, tables, the versioning of its bucket.",
    actions: ["sts:AssumeRole"],
    resources: [readerRole],
  }),
  readParameters,
  readSecureStrings,
  allow("SwitchPointers", {
    why: "A service's pointer changes to tonight's generation, and back.",
    actions: ["ssm:PutParameter"],
    resources: [arn("ssm", resource`parameter/${environment}/*/data`)],
  }),
  allow("LookAtLiveTables", {
    why: "Tonight's tables take keys, indexes and billing from the live ones, whatever their names are.",
    actions: ["dynamodb:DescribeTable"],
    resources: [arn("dynamodb", "table/*")],
  }),
  allow("AnnounceData", {
    why: "Services hear that their data is ready, or is yesterday's again.",
    actions: ["sns:Publish"],
    resources: [dataTopic],
  }),
  allow("EncryptAnnouncements", {
    why: "The topic is under the data key.",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [resource`${keys.data}`],
    when: { StringEquals: { "kms:ViaService": [via("sns")] } },
  }),
  allow("LookAtExecutions", {
    why: "Whether the execution that holds the lock, or one that it started, still runs; a Map's children have a label in their name.",
    actions: ["states:DescribeExecution"],
    resources: machines.flatMap((name) => [
      arn("states", resource`execution:${environment}-${name}:*`),
      arn("states", resource`execution:${environment}-${name}/*`),
    ]),
  }),
  allow("FindChildExecutions", {
    why: "A clean-up stops what still runs for a run that has ended.",
    actions: ["states:ListExecutions"],
    resources: children.map((name) => arn("states", resource`stateMachine:${environment}-${name}`)),
  }),
  allow("LookAtAutomations", {
    why: "Which run an automation that still runs belongs to.",
    actions: ["ssm:GetAutomationExecution"],
    resources: [arn("ssm", "automation-execution/*")],
  }),
  everywhere("FindAutomations", {
    why: "A clean-up stops automations that still run for a run that has ended.",
    actions: ["ssm:DescribeAutomationExecutions"],
  }),
]);
