/** A command line that cannot be carried out: the command says why and gives exit code 2. */
export class MaskUsageError extends Error {
  override readonly name: string = "MaskUsageError";
}
