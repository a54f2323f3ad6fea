/** The worker of one execution environment: imports a function's file and runs one event at a time. Plain JavaScript, since a worker has no TypeScript loader. */
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";

const { file, context } = workerData;

/** An error as Lambda's Node runtime words it. */
function worded(error) {
  if (error instanceof Error) {
    return { errorType: error.name, errorMessage: error.message, trace: String(error.stack ?? "").split("\n") };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

let handler;
try {
  const module = await import(pathToFileURL(file).href);
  handler = module.handler ?? module.default?.handler;
  if (typeof handler !== "function") {
    throw Object.assign(new Error("index.handler is undefined or not exported"), { name: "Runtime.HandlerNotFound" });
  }
  parentPort.postMessage({ type: "ready" });
} catch (error) {
  parentPort.postMessage({ type: "broken", error: worded(error) });
}

parentPort.on("message", async ({ payload, requestId, deadline }) => {
  const invocation = {
    ...context,
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    const result = await handler(JSON.parse(payload), invocation);
    parentPort.postMessage({ type: "result", payload: JSON.stringify(result) ?? "null" });
  } catch (error) {
    parentPort.postMessage({ type: "error", error: worded(error) });
  }
});
