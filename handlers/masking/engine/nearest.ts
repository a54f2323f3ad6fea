/** The nearest of some names, for error messages. */

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swap));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The name that a word was probably meant to be; undefined when none is near. */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  const short = word.slice(0, 40).toLowerCase();
  let best: { name: string; distance: number } | undefined;
  for (const name of names) {
    const d = distance(short, name.toLowerCase());
    if (best === undefined || d < best.distance) best = { name, distance: d };
  }
  return best !== undefined && best.distance <= Math.max(1, Math.floor(best.name.length / 2)) ? best.name : undefined;
}
