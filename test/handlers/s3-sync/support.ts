/** What the tests of copies begin with: production, listed. */
import type { ManifestLine } from "../../../handlers/s3-sync/manifest.ts";
import { listOperation } from "../../../handlers/s3-sync/operations/list.ts";
import { quarantine } from "../../../handlers/shared/layout.ts";
import { readLines } from "../../../handlers/shared/objects.ts";
import { buckets, raise, type World } from "../shared/fakes/memory-services.ts";
import { asOf, runId } from "../shared/fakes/started-run.ts";

export const inRun = { environment: "test", runId };

/** Lists production to its end; the lines of the manifest. */
export async function manifest(made: World): Promise<ManifestLine[]> {
  let listed = await listOperation(made.context)({ ...inRun, asOf }, raise);
  while (!listed.done) listed = await listOperation(made.context)({ ...inRun, asOf }, raise);
  const lines: ManifestLine[] = [];
  for await (const line of readLines(made.context.clients.s3, buckets.quarantine, quarantine.manifest(runId))) lines.push(JSON.parse(line));
  expect(listed.objects).toBe(lines.length);
  return lines;
}
