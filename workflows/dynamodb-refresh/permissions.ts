/** What the machine's role needs beside the policy that its definition gives, and what that gives too much. */
import { everyMachine, keys, tonight, via } from "../aws/permissions/index.ts";
import { allow, arn, deny, permissions, resource, token } from "../kit/contract/permissions/index.ts";

const inS3 = { StringEquals: { "kms:ViaService": [via("s3")] } };
const quarantine = token("quarantine_bucket_arn");
const staging = token("staging_bucket_arn");

export const dynamodbRefreshSurroundings = permissions("dynamodb-refresh.surroundings", [
  ...everyMachine,
  allow("DecryptLists", {
    why: "The lists of an export's files lie in the quarantine, under its key.",
    actions: ["kms:Decrypt"],
    resources: [keys.quarantine],
    when: inS3,
  }),
  allow("UseTheKeyOfStaging", {
    why: "The list of tables, the files to import and the map's results lie in the staging bucket, under the buckets' key.",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [keys.s3],
    when: inS3,
  }),
  allow("EncryptTonightsTables", {
    why: "Tonight's tables are made under the key of the live ones, which stands in the plan and not in the definition.",
    actions: [
      "kms:CreateGrant",
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ],
    resources: [keys.data],
    when: { StringEquals: { "kms:ViaService": [via("dynamodb")] } },
  }),
  deny("ReadOnlyLists", {
    why: "Keys are computed, so that the derived policy names whole buckets: raw exports are none of a machine's business.",
    actions: ["s3:GetObject"],
    except: [
      resource`${quarantine}/exports/*/manifest-files.json`,
      resource`${staging}/runs/*/dynamodb/*`,
      resource`${staging}/runs/*/map-runs/*`,
      resource`${staging}/runs/*/tables.jsonl`,
    ],
  }),
  deny("ImportOnlyTonightsTables", {
    why: "The table's name stands in the plan, so that the derived policy names all tables.",
    actions: ["dynamodb:ImportTable"],
    except: [tonight.tables, arn("dynamodb", resource`table/*-????????t????-????/import/*`)],
  }),
]);
