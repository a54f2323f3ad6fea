import { createHash } from "node:crypto";
import { readExportOperation } from "../../../handlers/dynamodb-refresh/operations/read-export.ts";
import { quarantine } from "../../../handlers/shared/layout.ts";
import { buckets, createWorld, raise, type World } from "../shared/fakes/memory-services.ts";
import { runId, startRun } from "../shared/fakes/started-run.ts";

const table = "billing-accounts";
const inRun = { environment: "test", runId };

describe("reading an export", () => {
  const exportArn = "arn:aws:dynamodb:us-west-2:111111111111:table/billing-accounts/export/01-ab";
  const folder = `${quarantine.exports(runId, table)}/AWSDynamoDB/01-ab`;
  const files = `${[2, 3].map((itemCount, i) => JSON.stringify({ itemCount, dataFileS3Key: `${folder}/data/${i}.json.gz` })).join("\n")}\n`;
  const summary = (more: object = {}): string =>
    JSON.stringify({ exportArn, manifestFilesS3Key: `${folder}/manifest-files.json`, itemCount: 5, ...more });
  const exported = (summaryText = summary()): World => {
    const made = createWorld();
    startRun(made, ["billing"]);
    for (const [name, text] of [
      ["manifest-summary", summaryText],
      ["manifest-files", files],
    ] as const) {
      made.s3.put(buckets.quarantine, `${folder}/${name}.json`, text);
      made.s3.put(buckets.quarantine, `${folder}/${name}.checksum`, createHash("md5").update(text).digest("base64"));
    }
    return made;
  };
  const read = (made: World) => readExportOperation(made.context)({ ...inRun, table, exportArn }, raise);

  it("names the list of files and counts", async () => {
    expect(await read(exported())).toEqual({ filesKey: `${folder}/manifest-files.json`, items: 5, files: 2 });
  });

  it("refuses what is missing, changed, of another export, or does not add up", async () => {
    const changed = exported();
    changed.s3.put(buckets.quarantine, `${folder}/manifest-files.json`, `${files} `);
    await expect(read(changed)).rejects.toThrow(/manifest-files.json does not have its checksum/);
    await expect(read(createWorld())).rejects.toThrow(/manifest-summary.json is missing/);
    await expect(read(exported(summary({ exportArn: "arn:other" })))).rejects.toMatchObject({ name: "DynamoDb.ExportInvalid" });
    await expect(read(exported(summary({ itemCount: 6 })))).rejects.toThrow(/count 5 items and its summary 6/);
  });
});
