/** Checks a finished export: both manifests against their checksums, and the counts against each other. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { quarantine } from "../../shared/layout.ts";
import { readTextIfThere } from "../../shared/objects.ts";
import type { TableContext } from "../context.ts";
import type { readExport } from "../contract.ts";

const Summary = z.object({ exportArn: z.string(), manifestFilesS3Key: z.string().max(1024), itemCount: z.number().int().min(0) });
const DataFile = z.object({ dataFileS3Key: z.string().max(1024), itemCount: z.number().int().min(0) });

/** The operation; it reads manifests only, never an item. */
export function readExportOperation({ variables, clients }: TableContext): Operation<typeof readExport> {
  return async ({ runId, table, exportArn }, raise) => {
    const invalid = (problem: string): never =>
      raise("DynamoDb.ExportInvalid", `The export of ${table}: ${problem}. Export the table again.`);
    const read = async (key: string, name: string): Promise<string> => {
      const text = await readTextIfThere(clients.s3, variables.QUARANTINE_BUCKET, key);
      if (text === undefined) return invalid(`${name} is missing`);
      const checksum = await readTextIfThere(clients.s3, variables.QUARANTINE_BUCKET, key.replace(/\.json$/, ".checksum"));
      if (checksum === undefined) return invalid(`the checksum of ${name} is missing`);
      const md5 = createHash("md5").update(text, "utf8").digest();
      // AWS writes base64; a hexadecimal one is the same number.
      if (checksum.trim() !== md5.toString("base64") && checksum.trim() !== md5.toString("hex"))
        return invalid(`${name} does not have its checksum`);
      return text;
    };
    const parse = <T>(schema: z.ZodType<T>, text: string, name: string): T => {
      try {
        return schema.parse(JSON.parse(text));
      } catch {
        return invalid(`${name} is not in the form of version 2020-06-30`);
      }
    };
    const manifestKey = `${quarantine.exports(runId, table)}/AWSDynamoDB/${exportArn.slice(exportArn.lastIndexOf("/") + 1)}/manifest-summary.json`;
    const summary = parse(Summary, await read(manifestKey, "manifest-summary.json"), "manifest-summary.json");
    if (summary.exportArn !== exportArn) return invalid("its manifest is that of another export");
    const lines = (await read(summary.manifestFilesS3Key, "manifest-files.json")).split("\n").filter((line) => line.trim() !== "");
    const files = lines.map((line) => parse(DataFile, line, "manifest-files.json"));
    const items = files.reduce((sum, { itemCount }) => sum + itemCount, 0);
    if (items !== summary.itemCount) return invalid(`its files count ${items} items and its summary ${summary.itemCount}`);
    return { filesKey: summary.manifestFilesS3Key, items, files: files.length };
  };
}
