/** The invariants of the refresh, judged by what was seen after an ending. */
import type { LeftBehindReport, NightReport } from "../refresh/report/index.ts";
import type { Hit } from "./canaries/index.ts";

/** What holds after every ending, once the clean-up has run. */
export const invariants = {
  unmasked: "no unmasked copy",
  left: "nothing left behind",
  live: "live data is whole and proved",
  lock: "the lock is free",
  published: "the failure is published",
  next: "the next night succeeds",
} as const;
export type Invariant = keyof typeof invariants;

/** A live pointer, and what stands behind it. */
export interface LiveService {
  readonly service: string;
  readonly run: string;
  /** What of it does not exist: its cluster, a table. */
  readonly missing: readonly string[];
  /** `none` where a run has no proof, or one in which the service is not proved. Day 0 needs none. */
  readonly proof: "proved" | "none" | "day 0";
}

/** What was seen after an ending. */
export interface Seen {
  readonly ending: NightReport["status"];
  readonly hits: readonly Hit[];
  readonly leftBehind: LeftBehindReport;
  /** Clusters and tables that neither a pointer nor the ledger of generations names, and executions that still run. */
  readonly strays: readonly string[];
  readonly live: readonly LiveService[];
  /** Keys of the live data bucket that changed although no pointer did. */
  readonly changedObjects: readonly string[];
  /** Undefined when nobody holds it; milliseconds since 1970. */
  readonly lockExpiresAt: number | undefined;
  readonly now: number;
  /** What told of the failure: the topic, the metric, or the status of the execution, which an alarm watches. */
  readonly told: readonly ("topic" | "metric" | "status")[];
  /** Undefined when the ending was good: then it is a next night itself. */
  readonly next?: { readonly ending: NightReport["status"]; readonly how: "next night" | "resume"; readonly leftBehind: LeftBehindReport };
}

/** Sentences of what is violated, by invariant; empty where it holds. */
export type Verdicts = Readonly<Record<Invariant, readonly string[]>>;

/** Judges. */
export function judge(seen: Seen): Verdicts {
  return {
    unmasked: hitSentences(seen.hits),
    left: [...leftSentences(seen.leftBehind), ...seen.strays],
    live: [...seen.live.flatMap(liveSentences), ...changedSentences(seen.changedObjects)],
    lock:
      seen.lockExpiresAt === undefined || seen.lockExpiresAt <= seen.now
        ? []
        : [`it is held until ${new Date(seen.lockExpiresAt).toISOString()}`],
    published: seen.ending === "SUCCEEDED" || seen.told.some(tells(seen.ending)) ? [] : [`nothing told of an ending ${seen.ending}`],
    next: seen.next === undefined ? [] : nextSentences(seen.next),
  };
}

/** One sentence for each place outside; a few of the values' own places are enough to look it up. */
function hitSentences(hits: readonly Hit[]): string[] {
  const places = new Map<string, Set<string>>();
  for (const { place, where } of hits) places.set(where, (places.get(where) ?? new Set()).add(place));
  return [...places].map(([where, found]) => {
    const [first, second, ...more] = found;
    const named = [first, second].filter((place) => place !== undefined).join(" and ");
    return `${named}${more.length === 0 ? "" : ` and ${more.length} more`} in ${where}`;
  });
}

/** A run that was stopped or timed out publishes nothing itself: the alarm on its status does. */
const tells =
  (ending: Seen["ending"]) =>
  (by: Seen["told"][number]): boolean =>
    by !== "status" || ending !== "FAILED";

function leftSentences({ quarantineObjects, clones, rawSnapshots }: LeftBehindReport): string[] {
  return [
    ...(quarantineObjects === 0 ? [] : [`${quarantineObjects} objects in the quarantine`]),
    ...clones.map((name) => `the clone ${name}`),
    ...rawSnapshots.map((name) => `the snapshot ${name}`),
  ];
}

function liveSentences({ service, run, missing, proof }: LiveService): string[] {
  return [
    ...missing.map((what) => `${service} points at ${what} of run ${run}, which does not exist`),
    ...(proof === "none" ? [`${service} points at run ${run}, which is not proved`] : []),
  ];
}

const changedSentences = (keys: readonly string[]): string[] =>
  keys.length === 0 ? [] : [`${keys.length} objects of the live generation are not what they were`];

function nextSentences({ ending, how, leftBehind }: NonNullable<Seen["next"]>): string[] {
  const left = leftSentences(leftBehind).map((what) => `the ${how} left ${what}`);
  return ending === "SUCCEEDED" ? left : [`the ${how} ended ${ending}`, ...left];
}
