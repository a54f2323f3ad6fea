/** What the machine's role needs beside the policy that its definition gives, and what that gives too much. */
import { everyMachine, keys, via } from "../aws/permissions/index.ts";
import { allow, deny, permissions, resource, token } from "../kit/contract/permissions/index.ts";

const inS3 = { StringEquals: { "kms:ViaService": [via("s3")] } };
const quarantine = token("quarantine_bucket_arn");
const staging = token("staging_bucket_arn");

export const s3SyncSurroundings = permissions("s3-sync.surroundings", [
  ...everyMachine,
  allow("DecryptManifest", {
    why: "The map's list lies in the quarantine, under its key.",
    actions: ["kms:Decrypt"],
    resources: [keys.quarantine],
    when: inS3,
  }),
  allow("EncryptResults", {
    why: "The map's results lie in the staging bucket, under the buckets' key; results in parts are decrypted for it.",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [keys.s3],
    when: inS3,
  }),
  deny("ReadOnlyManifests", {
    why: "The key of the list is computed, so that the derived policy names the whole quarantine: raw exports are none of a machine's business.",
    actions: ["s3:GetObject"],
    except: [resource`${quarantine}/manifests/*`, resource`${staging}/runs/*/map-runs/*`],
  }),
]);
