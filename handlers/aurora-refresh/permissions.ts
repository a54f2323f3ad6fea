/** What `aurora_refresh_handler` may do: plan and prove the clone's masking, check tonight's cluster; nothing of RDS's control plane. */
import { allow, permissions, resource } from "../../workflows/kit/contract/permissions/index.ts";
import {
  buckets,
  clusterSecrets,
  everyFunction,
  keys,
  objectsIn,
  readParameters,
  readSecureStrings,
  runFiles,
  tonight,
  via,
  writeMaskedObjects,
  writeRawObjects,
} from "../shared/permissions/index.ts";

export const auroraRefreshPermissions = permissions("aurora-refresh", [
  ...everyFunction("aurora-refresh"),
  allow("ReadRunFiles", {
    why: "The rules, and the inventory that an earlier operation wrote.",
    actions: ["s3:GetObject"],
    resources: runFiles("aurora/*", "rules.json"),
  }),
  allow("WriteRunFiles", {
    why: "Statements, inventory and proof; a report a table.",
    actions: ["s3:PutObject"],
    resources: runFiles("aurora/*", "parts/aurora/*"),
  }),
  writeMaskedObjects,
  allow("ReadFingerprints", {
    why: "What must not be found in the masked clone.",
    actions: ["s3:GetObject"],
    resources: objectsIn(buckets.quarantine, "fingerprints/*", "redacted/*"),
  }),
  allow("ListRaw", {
    why: "Fingerprints of all stores; a column without any has to be told from a forbidden one.",
    actions: ["s3:ListBucket"],
    resources: [resource`${buckets.quarantine}`],
  }),
  allow("WriteFingerprints", {
    why: "What the proof looks for, and what the masked database holds.",
    actions: ["s3:PutObject"],
    resources: objectsIn(buckets.quarantine, "fingerprints/*/aurora/*", "outputs/*", "redacted/*"),
  }),
  writeRawObjects,
  allow("DeriveKeys", {
    why: "The masking keys are a MAC.",
    actions: ["kms:GenerateMac"],
    resources: [resource`${keys.masking}`],
  }),
  readParameters,
  readSecureStrings,
  allow("QueryCloneAndTonightsCluster", {
    why: "Inventory, key table and proof on the clone; the same counts on tonight's cluster.",
    actions: ["rds-data:ExecuteStatement"],
    resources: [tonight.clone, tonight.cluster],
  }),
  allow("ReadTheirSecrets", {
    why: "The Data API logs in with the cluster's own secret, and reads it in the caller's name.",
    actions: ["secretsmanager:GetSecretValue"],
    resources: [clusterSecrets],
    when: { ArnLike: { "secretsmanager:ResourceTag/aws:rds:primaryDBClusterArn": [tonight.clone, tonight.cluster] } },
  }),
  allow("DecryptTheClonesSecret", {
    why: "The clone's secret is under the quarantine's key.",
    actions: ["kms:Decrypt"],
    resources: [resource`${keys.quarantine}`],
    when: { StringEquals: { "kms:ViaService": [via("secretsmanager")] } },
  }),
]);
