/** IAM's patterns: `*` stands for any characters, `?` for one. */

/** Whether a text fits. */
export type Fits = (text: string) => boolean;

/**
 * Compiles a pattern. A match takes at most as many steps as both lengths multiplied, whatever the stars: only the last one is
 * ever moved.
 *
 * @example
 * ```ts
 * pattern("arn:aws:s3:::staging/runs/*")("arn:aws:s3:::staging/runs/a/b"); // true
 * ```
 */
export function pattern(source: string): Fits {
  if (!/[*?]/.test(source)) return (text) => text === source;
  if (source === "*") return () => true;
  const start = source.slice(0, -1);
  if (source.endsWith("*") && !/[*?]/.test(start)) return (text) => text.startsWith(start);
  return (text) => walk(source, text);
}

/** A pattern of actions: IAM compares them whatever their capitals are. */
export function actionPattern(source: string): Fits {
  const fits = pattern(source.toLowerCase());
  return (text) => fits(text.toLowerCase());
}

function walk(source: string, text: string): boolean {
  let at = 0;
  let place = 0;
  let star = -1;
  let tried = 0;
  while (place < text.length) {
    if (source[at] === "*") {
      star = at++;
      tried = place;
    } else if (at < source.length && (source[at] === "?" || source[at] === text[place])) {
      at++;
      place++;
    } else if (star >= 0) {
      at = star + 1;
      place = ++tried;
    } else return false;
  }
  while (source[at] === "*") at++;
  return at === source.length;
}
