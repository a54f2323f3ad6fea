/** The signed proof: read only together with its signature's check. */
import type { KMSClient } from "@aws-sdk/client-kms";
import type { S3Client } from "@aws-sdk/client-s3";
import { verifyBody } from "./mac.ts";
import { readJson } from "./objects.ts";
import { ProofReport } from "./reports.ts";

/**
 * The proof of a run, when KMS says that its body is what was signed; otherwise the reason why it may not be used.
 */
export async function readProof(
  clients: { readonly s3: Pick<S3Client, "send">; readonly kms: Pick<KMSClient, "send"> },
  where: { readonly bucket: string; readonly key: string; readonly keyId: string; readonly runId: string },
): Promise<{ proof: ProofReport["body"]; problem?: undefined } | { problem: string }> {
  let report: ProofReport;
  try {
    report = ProofReport.parse(await readJson(clients.s3, where.bucket, where.key));
  } catch {
    return { problem: `There is no readable proof at ${where.key}: run the state "Prove" first.` };
  }
  if (!(await verifyBody(clients.kms, where.keyId, report.body, report.mac))) {
    return { problem: `The proof at ${where.key} was changed after it was signed, or signed under another key.` };
  }
  if (report.body.runId !== where.runId) return { problem: `The proof at ${where.key} belongs to run ${report.body.runId}.` };
  if (report.body.found !== 0) return { problem: `The proof at ${where.key} names ${report.body.found} leaks.` };
  return { proof: report.body };
}
