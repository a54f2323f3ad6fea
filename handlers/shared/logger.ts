/** The handlers' log: JSON lines with the function's, the run's and the operation's name, and never a customer's value. */
import { Logger } from "@aws-lambda-powertools/logger";

type Handler = (event: unknown) => Promise<unknown>;

/** A logger for one function. */
export function createLogger(serviceName: string): Logger {
  return new Logger({ serviceName });
}

/**
 * The handler, with a line of log for each call: operation, run, seconds, and the counts of its answer; a failure with its
 * name and message.
 */
export function withLog(serviceName: string, handler: Handler): Handler {
  const logger = createLogger(serviceName);
  return async (event) => {
    const { operation, runId, environment } = (event ?? {}) as Record<string, unknown>;
    const about = { operation, runId, environment };
    const start = Date.now();
    const seconds = (): number => (Date.now() - start) / 1000;
    try {
      const output = await handler(event);
      logger.info("done", { ...about, seconds: seconds(), counts: countsOf(output) });
      return output;
    } catch (error) {
      const { name, message } = error as Error;
      logger.error("failed", { ...about, seconds: seconds(), errorName: name, errorMessage: message });
      throw error;
    }
  };
}

function countsOf(output: unknown): Record<string, unknown> {
  const entries = Object.entries((output ?? {}) as Record<string, unknown>);
  return Object.fromEntries(entries.filter(([, value]) => typeof value === "number" || typeof value === "boolean"));
}
