/** Types of the setup, for the tests: the setup itself is plain JavaScript because it runs before anything is installed. */
export interface SetUpOptions {
  readonly root: string;
  readonly python: boolean;
  readonly say: (line: string) => void;
}
export declare class SetupError extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number);
}
export declare function setUp(options: SetUpOptions): Promise<{ readonly python: string | undefined }>;
export declare function nearestName(name: string, names: readonly string[]): string | undefined;
export declare function nodeProblem(version: string): string | undefined;
