/** What the functions printed, the newest lines of each. */

const keptLines = 1000;

export class FunctionLog {
  readonly #lines = new Map<string, string[]>();

  add(functionName: string, line: string): void {
    const lines = this.#lines.get(functionName) ?? [];
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
    this.#lines.set(functionName, lines);
  }

  of(functionName: string): readonly string[] {
    return this.#lines.get(functionName) ?? [];
  }
}
