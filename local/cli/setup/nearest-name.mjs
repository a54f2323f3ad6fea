/** The known name that a mistyped one most likely meant. */

/** The nearest of `names` by edits, or undefined when none is near (more than a third of the letters differ). */
export function nearestName(name, names) {
  const ranked = names.map((known) => ({ known, distance: edits(name, known) })).sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(2, Math.floor(best.known.length / 3)) ? best.known : undefined;
}

function edits(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
