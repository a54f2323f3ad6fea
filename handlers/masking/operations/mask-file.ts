/** Masks one data file of a DynamoDB export into the staging bucket. */
import { pipeline, Readable } from "node:stream";
import { createGzip, gzipSync } from "node:zlib";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { TableLine } from "../../dynamodb-refresh/contract.ts";
import { assertAtWork } from "../../shared/context.ts";
import { holdService, readHeld } from "../../shared/control/index.ts";
import { writeFingerprints } from "../../shared/fingerprints.ts";
import { quarantine, staging } from "../../shared/layout.ts";
import { maskingKeys } from "../../shared/masking-keys.ts";
import { publishCounts } from "../../shared/metrics.ts";
import { readText, writeObject } from "../../shared/objects.ts";
import { emptyPart, undeclaredOf, writePart } from "../../shared/parts.ts";
import { rulesOfRun } from "../../shared/rules-store.ts";
import { uploadStream } from "../../shared/upload.ts";
import type { maskFile } from "../contract.ts";
import { MaskingValueError } from "../engine/index.ts";
import { FormatError, HoldError } from "../formats/index.ts";
import { FingerprintSet } from "../prove/index.ts";
import type { MaskingContext } from "./context.ts";
import { maskExport } from "./mask-export.ts";
import { MaskedKeys } from "./masked-keys.ts";
import { RefusedItems } from "./refused-items.ts";

/** The largest data file that is masked, packed, in bytes: a call has 15 minutes, and masks some 10 MB of unpacked items a second. */
export const mostFileBytes = 512 * 1024 ** 2;

/**
 * The operation; repeated, it writes the same file, report and fingerprints. A table that nothing can mask, or whose masked
 * items ImportTable would refuse, holds its service back: its files become empty, and its import is not used.
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
    const hold = async (why: string): Promise<{ items: number }> => {
      await holdService(context.control, runId, service, `${table}: ${why}`);
      return leaveEmpty();
    };
    if ((await readHeld(context.control, runId)).has(service)) return leaveEmpty();
    const [rules, keys, line] = await Promise.all([
      rulesOfRun(s3, STAGING_BUCKET, runId),
      maskingKeys(kms, MASKING_KEY_ID),
      tableLine(context, runId, table),
    ]);
    const originals = new FingerprintSet();
    const masked = new MaskedKeys(keys);
    const refused = new RefusedItems(tableKeysOf(line));
    const { Body, ContentLength = 0 } = await s3.send(new GetObjectCommand({ Bucket: QUARANTINE_BUCKET, Key: dataFile }));
    if (ContentLength > mostFileBytes) {
      (Body as Readable).destroy();
      return hold("a data file of its export has more than 512 MiB, which is what one call can mask");
    }
    try {
      const exported = maskExport({ keys, rules, service, table, originals, keyAttributes: keyAttributesOf(line) }, masked, refused);
      const lines = Readable.from(exported.mask(Body as Readable), { objectMode: false });
      const body = pipeline(lines, createGzip({ level: 1 }), () => {});
      await uploadStream(s3, { bucket: STAGING_BUCKET, key: target, body, ContentType: "application/gzip" });
      const problem = refused.problem();
      if (problem !== undefined) return await hold(problem);
      const { counters } = exported;
      if (counters.records !== items) {
        const counted = `has ${counters.records} items; the export's manifest says ${items}`;
        return raise("Masking.Incomplete", `A data file of the export of ${table} ${counted}.`);
      }
      await assertAtWork(context, runId);
      await writeFingerprints(s3, QUARANTINE_BUCKET, quarantine.fingerprints(runId, "dynamodb", `${table}-${part}`), originals);
      await writeObject(s3, QUARANTINE_BUCKET, quarantine.maskedKeys(runId, table, part), masked.toFile(), "application/octet-stream");
      await writePart(s3, STAGING_BUCKET, runId, `${table}-${part}`, {
        ...emptyPart("dynamodb", service, table),
        masked: counters.records,
        read: items,
        written: counters.records,
        unchanged: counters.unchanged,
        undeclared: undeclaredOf(counters, { service, store: "dynamodb", table }),
        matched: [...counters.byRule.keys()].sort(),
      });
      publishCounts(environment, { ItemsMasked: counters.records });
      return { items: counters.records };
    } catch (error) {
      if (error instanceof HoldError || error instanceof MaskingValueError) return hold(error.message);
      if (error instanceof FormatError) return raise("Masking.Failed", `A data file of the export of ${table}: ${error.message}`);
      throw error;
    }
  };
}

type Line = ReturnType<typeof TableLine.parse>;

/** The attributes of the keys of a table and its indexes. */
export const keyAttributesOf = ({ creation }: Line) =>
  creation.AttributeDefinitions.map(({ AttributeName, AttributeType }) => ({ name: AttributeName, type: AttributeType }));

/** The same, the table's own apart from those of its indexes. */
export function tableKeysOf(line: Line) {
  const all = keyAttributesOf(line);
  const own = line.creation.KeySchema.map(({ AttributeName }) => AttributeName);
  return {
    key: own.flatMap((name) => all.filter((attribute) => attribute.name === name)),
    indexed: all.filter(({ name }) => !own.includes(name)),
  };
}

async function tableLine(context: MaskingContext, runId: string, table: string): Promise<Line> {
  const text = await readText(context.clients.s3, context.variables.STAGING_BUCKET, staging.tables(runId));
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const parsed = TableLine.parse(JSON.parse(line));
    if (parsed.table === table) return parsed;
  }
  throw new Error(`The plan of run ${runId} has no table ${table}.`);
}
