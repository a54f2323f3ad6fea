/** Brings one object into the staging bucket: copied server-side, or masked on its way. */
import type { MaskingKeys } from "../masking/engine/index.ts";
import { MaskingValueError } from "../masking/engine/index.ts";
import { FormatError, HoldError } from "../masking/formats/index.ts";
import { safeName } from "../masking/plan/index.ts";
import type { FingerprintSet } from "../masking/prove/index.ts";
import type { Rules } from "../masking/rules/index.ts";
import { staging } from "../shared/layout.ts";
import { isMissing } from "../shared/objects.ts";
import type { SyncContext } from "./context.ts";
import { copyAsIs } from "./copy-as-is.ts";
import { copyMasked } from "./copy-masked.ts";
import type { ManifestLine } from "./manifest.ts";
import type { KeyMasker } from "./object-keys.ts";
import { type Outcome, outcome, undeclaredAt } from "./outcome.ts";
import { placeOf } from "./places.ts";
import { ReadDeniedError } from "./read-object.ts";
import { isArchived, isChanged, isInterrupted } from "./task-errors.ts";

/** What a batch shares. */
export interface CopyBatch {
  readonly context: SyncContext;
  readonly runId: string;
  readonly rules: Rules;
  readonly keys: MaskingKeys;
  readonly keyMasker: (service: string) => KeyMasker;
}

const attempts = 3;
const keyBytes = 1024;

/**
 * Copies or masks one object. What cannot be masked is dropped and said so; what must not be dropped holds its service.
 *
 * @param originals - takes the fingerprints of production's values, when the object is brought over
 */
export async function copyObject(batch: CopyBatch, object: ManifestLine, originals: FingerprintSet): Promise<Outcome> {
  const { service, key } = object;
  const drop = (why: string): Outcome => outcome("dropped", [undeclaredAt(service, placeOf(key), "drop", why)]);
  const hold = (why: string): Outcome =>
    outcome("held", [undeclaredAt(service, placeOf(key), "hold", why)], `${placeOf(key)}: ${why}`.slice(0, 400));
  const { route } = object;
  if (route === "drop") return drop("no rule declares its prefix harmless, and it is of no format that is masked");
  const target = batch.keyMasker(service).mask(key, originals);
  if (Buffer.byteLength(staging.object(batch.runId, target.key)) > keyBytes)
    return drop("its key is so long that there is no room for the run's folder before it");
  const named = target.changed
    ? [undeclaredAt(service, `${placeOf(key)} object names`, "key", "no prefix declares the names harmless")]
    : [];
  for (let attempt = 1; ; attempt++) {
    try {
      const done =
        route === "copy" ? await copyAsIs(batch, object, target.key) : await copyMasked(batch, object, route, target.key, originals);
      if (done.became === "dropped") return done;
      const matched = target.rule === undefined ? done.matched : [...done.matched, target.rule];
      return { ...done, undeclared: [...named, ...done.undeclared], matched };
    } catch (error) {
      // A body that breaks off, or one that is overwritten between two parts of a copy: from the beginning.
      if (attempt < attempts && (isInterrupted(error) || (object.version === "" && isChanged(error)))) continue;
      if (error instanceof FormatError) return drop(`it cannot be masked as ${route}: ${problemOf(error)}`);
      if (error instanceof MaskingValueError) return drop(error.message);
      if (error instanceof HoldError) return hold(error.message);
      if (error instanceof ReadDeniedError)
        return hold("production denies reading it: look at the bucket's policy, and at that of the key that it is under");
      if (isArchived(error)) return drop("it is archived in production and cannot be read");
      if (object.version === "" && isMissing(error)) return drop("it was deleted in production after it was listed");
      if (object.version === "" && isChanged(error)) return drop("it was overwritten in production again and again while it was copied");
      if (isMissing(error) || isChanged(error))
        return hold("a listed version is no longer there: production deletes versions too early, by a lifecycle rule or by hand");
      throw error;
    }
  }
}

// Columns are named by their files, whose names may look like data.
const problemOf = ({ problem }: FormatError): string => problem.replace(/"([^"]*)"/g, (_, name: string) => `"${safeName(name)}"`);
