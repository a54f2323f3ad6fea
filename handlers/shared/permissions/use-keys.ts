/** The use of keys, which a service asks for in the caller's name; each only through that service. */
import { allow, type PermissionStatement, resource } from "../../../workflows/kit/contract/permissions/index.ts";
import { keys, via } from "./resources.ts";

/** DynamoDB's guide asks for these of whoever uses a table under a customer's key. */
export const useTableKey: PermissionStatement = allow("UseTheKeyOfTables", {
  why: "Items of tables under the data key: the control table and tonight's.",
  actions: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
  resources: [resource`${keys.data}`],
  when: { StringEquals: { "kms:ViaService": [via("dynamodb")] } },
});

/** Reads objects of the data and the staging bucket. */
export const readMaskedObjects: PermissionStatement = allow("DecryptMaskedObjects", {
  why: "Objects of the staging bucket are under the key of the buckets.",
  actions: ["kms:Decrypt"],
  resources: [resource`${keys.s3}`],
  when: { StringEquals: { "kms:ViaService": [via("s3")] } },
});

/** Writes objects of the data and the staging bucket too; an upload in parts reads its own parts. */
export const writeMaskedObjects: PermissionStatement = allow("EncryptMaskedObjects", {
  why: "Objects of the staging and the data bucket are under the key of the buckets; an upload in parts decrypts its own.",
  actions: ["kms:Decrypt", "kms:GenerateDataKey"],
  resources: [resource`${keys.s3}`],
  when: { StringEquals: { "kms:ViaService": [via("s3")] } },
});

/** Reads raw objects. */
export const readRawObjects: PermissionStatement = allow("DecryptRawObjects", {
  why: "Everything in the quarantine bucket is under the quarantine's key.",
  actions: ["kms:Decrypt"],
  resources: [resource`${keys.quarantine}`],
  when: { StringEquals: { "kms:ViaService": [via("s3")] } },
});

/** Writes raw objects too. */
export const writeRawObjects: PermissionStatement = allow("EncryptRawObjects", {
  why: "Everything in the quarantine bucket is under the quarantine's key.",
  actions: ["kms:Decrypt", "kms:GenerateDataKey"],
  resources: [resource`${keys.quarantine}`],
  when: { StringEquals: { "kms:ViaService": [via("s3")] } },
});

/** Reads SecureStrings: the masking rules stand under the same path as the pointers. */
export const readSecureStrings: PermissionStatement = allow("DecryptParameters", {
  why: "The masking rules are SecureStrings below the path that is read.",
  actions: ["kms:Decrypt"],
  resources: [resource`${keys.ssm}`],
  when: { StringEquals: { "kms:ViaService": [via("ssm")] } },
});
