/** What the look finds even after a night without a fault, and has still to be mended: it is told, and does not count against a fault. */
import type { Hit } from "./canaries/index.ts";

/** Where it is found, and why. */
export interface Known {
  readonly where: RegExp;
  readonly why: string;
}

export const known: readonly Known[] = [
  {
    where: /^the history of test-s3-sync\/objects, /,
    why: "the items of the distributed Map over production's objects are their keys, and a key may hold a person's e-mail: histories keep them",
  },
  {
    where: /^bucket test-staging-\d+, content of an object of runs\/[^/]+\/map-runs$/,
    why: "the Map's ResultWriter writes every item, with its key, into the staging bucket",
  },
];

/** The hits that are not known, and the reasons of those that are. */
export function sorted(hits: readonly Hit[]): { readonly news: readonly Hit[]; readonly known: readonly string[] } {
  const reasons = new Set<string>();
  const news = hits.filter(({ where }) => {
    const match = known.find((one) => one.where.test(where));
    if (match !== undefined) reasons.add(match.why);
    return match === undefined;
  });
  return { news, known: [...reasons] };
}
