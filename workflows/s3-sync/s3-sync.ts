/** Brings production's objects into the staging bucket, masked: nothing raw rests in the test account. */
import { z } from "zod";
import { check, copy, list, ManifestSlice } from "../../handlers/s3-sync/contract.ts";
import { InRun, Instant } from "../../handlers/shared/names.ts";
import * as aws from "../aws/index.ts";
import { eq, text, token, workflow } from "../kit/index.ts";

export const s3Sync = workflow({
  name: "s3-sync",
  comment: "Lists production's objects and copies or masks them, batch by batch, into the staging bucket.",
  input: z.object({ ...InRun.shape, asOf: Instant }),
  timeoutSeconds: 8 * 3600,
  tasks: { "List production": list, "Copy batch": copy, "Check objects": check },
}).define(({ input, run, poll, distributedMap }) => {
  const { environment, runId, asOf } = input;

  const listed = poll(
    "List production",
    { environment, runId, asOf },
    {
      every: 1,
      atMost: 480,
      until: ({ done }) => eq(done, true),
      retry: [{ errors: ["S3.Throttled"], every: 5, max: 6, backoff: 2 }, aws.lambdaRetry],
    },
  );

  // The manifest is in the quarantine bucket: a distributed Map reads only its own account. Its items say where lines of the
  // manifest stand, since keys may name people, and histories and the Map's results keep the items.
  distributedMap(
    "Copy objects",
    {
      reader: { format: "JSONL", item: ManifestSlice, bucket: token("quarantine_bucket"), key: listed.slicesKey },
      batch: { size: 1, input: { environment, runId } },
      writer: { bucket: token("staging_bucket"), prefix: text`runs/${runId}/map-runs/s3` },
      atOnce: 40,
      label: "objects",
    },
    ({ items, batchInput }) => {
      run(
        "Copy batch",
        { environment: batchInput.environment, runId: batchInput.runId, slices: items },
        {
          retry: [
            { errors: ["S3.Throttled"], every: 5, max: 6, backoff: 2 },
            // A batch of large objects takes several calls: each goes on where the one before it stopped.
            { errors: ["S3.Unfinished"], every: 1, max: 100, backoff: 1 },
            aws.lambdaRetry,
            // One that ran out of time or memory: its journal says what is done.
            { errors: ["States.TaskFailed"], every: 10, max: 3, backoff: 2 },
          ],
        },
      );
    },
  );

  return run("Check objects", { environment, runId }, { retry: [aws.lambdaRetry] });
});
