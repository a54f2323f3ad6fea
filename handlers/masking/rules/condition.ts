/** The condition of a rule: another attribute of the same record has a value of this form. */

/** `pk=CUSTOMER#*`: the record's attribute, and a glob in which `*` stands for any text. */
export interface Condition {
  readonly attribute: string;
  readonly glob: string;
}

/** Whether a text has the form of a glob; linear in the text for each `*`. */
export function matchesGlob(glob: string, text: string): boolean {
  const pieces = glob.split("*");
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (pieces.length === 1) return text === glob;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}

/** Characters of a glob that stand for themselves: the more, the more specific. */
export function literalLength(glob: string): number {
  return glob.length - (glob.split("*").length - 1);
}

/** Whether some text has the form of both globs. */
export function globsMeet(a: string, b: string): boolean {
  // meets[j]: whether the rest of `a` from i and the rest of `b` from j have a text in common.
  let below: boolean[] = [];
  for (let i = a.length; i >= 0; i--) {
    const meets: boolean[] = new Array(b.length + 1).fill(false);
    for (let j = b.length; j >= 0; j--) {
      if (i === a.length && j === b.length) meets[j] = true;
      else if (a[i] === "*") meets[j] = below[j] === true || (j < b.length && meets[j + 1] === true);
      else if (b[j] === "*") meets[j] = meets[j + 1] === true || below[j] === true;
      else meets[j] = i < a.length && a[i] === b[j] && below[j + 1] === true;
    }
    below = meets;
  }
  return below[0] === true;
}
