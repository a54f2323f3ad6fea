/** What a service does with a KMS key in the name of who calls it, when it reads and writes what the key encrypts. */
import type { ResourceAction } from "./actions.ts";

/** Everything but administering the key and granting its use. */
export const keyUse = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
] as const satisfies readonly ResourceAction[];
