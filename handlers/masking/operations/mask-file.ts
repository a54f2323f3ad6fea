/** Masks one data file of a DynamoDB export into the staging bucket. */
import { pipeline, type Readable } from "node:stream";
import { createGunzip, createGzip, gzipSync } from "node:zlib";
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { TableLine } from "../../dynamodb-refresh/contract.ts";
import { assertAtWork } from "../../shared/context.ts";
import { holdService, readHeld } from "../../shared/control/index.ts";
import { writeFingerprints } from "../../shared/fingerprints.ts";
import { quarantine, staging } from "../../shared/layout.ts";
import { maskingKeys } from "../../shared/masking-keys.ts";
import { publishCounts } from "../../shared/metrics.ts";
import { openObject, readText, writeObject } from "../../shared/objects.ts";
import { emptyPart, undeclaredOf, writePart } from "../../shared/parts.ts";
import { rulesOfRun } from "../../shared/rules-store.ts";
import { uploadStream } from "../../shared/upload.ts";
import type { maskFile } from "../contract.ts";
import { MaskingValueError } from "../engine/index.ts";
import { Fields, FormatError, HoldError, lineTransform, maskDynamoLine } from "../formats/index.ts";
import { FingerprintSet } from "../prove/index.ts";
import type { MaskingContext } from "./context.ts";
import { keyFingerprints } from "./masked-keys.ts";

/**
 * The operation; repeated, it writes the same file, report and fingerprints. A table that nothing can mask holds its service
 * back: its files become empty, and its import is not used.
 */
export function maskFileOperation(context: MaskingContext): Operation<typeof maskFile> {
  return async ({ environment, runId, service, table, dataFile, items }, raise) => {
    const { QUARANTINE_BUCKET, STAGING_BUCKET, MASKING_KEY_ID } = context.variables;
    const { s3, kms } = context.clients;
    const part = (dataFile.split("/").at(-1) ?? "").replace(/\.json\.gz$/, "");
    const target = `${staging.tableData(runId, table)}${part}.json.gz`;
    const leaveEmpty = async (): Promise<{ items: number }> => {
      await writeObject(s3, STAGING_BUCKET, target, gzipSync(""), "application/gzip");
      return { items: 0 };
    };
    if ((await readHeld(context.control, runId)).has(service)) return leaveEmpty();
    const [rules, keys, line] = await Promise.all([
      rulesOfRun(s3, STAGING_BUCKET, runId),
      maskingKeys(kms, MASKING_KEY_ID),
      tableLine(context, runId, table),
    ]);
    const { KeySchema, AttributeDefinitions } = line.creation;
    const keyAttributes = AttributeDefinitions.map(({ AttributeName, AttributeType }) => ({ name: AttributeName, type: AttributeType }));
    const originals = new FingerprintSet();
    const masked = keyFingerprints(
      KeySchema.map(({ AttributeName }) => AttributeName),
      keys,
    );
    let fields: Fields;
    try {
      fields = new Fields({ keys, rules, service, table, store: "attribute", keyAttributes, originals });
      const mask = lineTransform((text) => {
        const out = maskDynamoLine(text, fields);
        masked.add(out);
        return out;
      });
      const source = await openObject(s3, QUARANTINE_BUCKET, dataFile);
      const body = pipeline([source, createGunzip(), mask, createGzip({ level: 1 })], () => {}) as unknown as Readable;
      await uploadStream(s3, { bucket: STAGING_BUCKET, key: target, body, ContentType: "application/gzip" });
    } catch (error) {
      if (!(error instanceof HoldError) && !(error instanceof MaskingValueError)) {
        if (error instanceof FormatError) return raise("Masking.Failed", `A data file of the export of ${table}: ${error.message}`);
        throw error;
      }
      await holdService(context.control, runId, service, `${table}: ${error.message}`);
      return leaveEmpty();
    }
    const { counters } = fields;
    if (counters.records !== items) {
      return raise(
        "Masking.Incomplete",
        `A data file of the export of ${table} has ${counters.records} items; the export's manifest says ${items}.`,
      );
    }
    await assertAtWork(context, runId);
    await writeFingerprints(s3, QUARANTINE_BUCKET, quarantine.fingerprints(runId, "dynamodb", `${table}-${part}`), originals);
    await writeObject(s3, QUARANTINE_BUCKET, quarantine.maskedKeys(runId, table, part), masked.toFile(), "application/octet-stream");
    await writePart(s3, STAGING_BUCKET, runId, `${table}-${part}`, {
      ...emptyPart("dynamodb", service, table),
      masked: counters.records,
      read: items,
      written: counters.records,
      undeclared: undeclaredOf(counters, { service, store: "dynamodb", table }),
    });
    publishCounts(environment, { ItemsMasked: counters.records });
    return { items: counters.records };
  };
}

async function tableLine(context: MaskingContext, runId: string, table: string): Promise<ReturnType<typeof TableLine.parse>> {
  const text = await readText(context.clients.s3, context.variables.STAGING_BUCKET, staging.tables(runId));
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const parsed = TableLine.parse(JSON.parse(line));
    if (parsed.table === table) return parsed;
  }
  throw new Error(`The plan of run ${runId} has no table ${table}.`);
}
