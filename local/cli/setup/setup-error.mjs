/** What the setup says when it cannot go on: one sentence, and the exit code that goes with it. */
export class SetupError extends Error {
  constructor(message, exitCode) {
    super(message);
    this.name = "SetupError";
    this.exitCode = exitCode;
  }
}
