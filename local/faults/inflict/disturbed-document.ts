/** Another version of the Automation document, in which one step fails, takes too long, or loses its process. */
import { type DocumentSource, type DocumentStep, type StepDisturbance, stepsInside } from "../list/index.ts";

type Way = Exclude<StepDisturbance["way"], "cancelled">;

/** Seconds that a script has for its own work before it counts as too slow. */
const workSeconds = 20;
/** Seconds of a script that has none. */
const idleSeconds = 2;

const endings: Readonly<Record<Way, string>> = {
  failed: 'raise RuntimeError("The fault test let the step fail.")',
  "timed out": "__import__('time').sleep(3600)",
  killed: "__import__('os').kill(__import__('os').getpid(), 9)",
};

/**
 * A script does its work first and ends badly then; any other step becomes a script that does nothing else.
 *
 * @throws Error when the document has no such step
 */
export function disturbedDocument(source: DocumentSource, step: string, way: Way): DocumentSource {
  let found = false;
  const change = (one: DocumentStep): DocumentStep => {
    if (one.name === step) {
      found = true;
      return endingBadly(one, way);
    }
    const inside = stepsInside(one);
    return inside.length === 0 ? one : { ...one, inputs: { ...one.inputs, Steps: inside.map(change) } };
  };
  const mainSteps = source.mainSteps.map(change);
  if (!found) throw new Error(`The document has no step ${step}.`);
  return { ...source, mainSteps };
}

function endingBadly(step: DocumentStep, way: Way): DocumentStep {
  const script = step.action === "aws:executeScript";
  const inputs = step.inputs ?? {};
  const work = script ? `${String(inputs.Script)}\n\n` : "";
  const call = script ? `    ${String(inputs.Handler)}(events, context)\n` : "";
  const { timeoutSeconds, ...rest } = step;
  const seconds = way === "timed out" ? (script ? workSeconds : idleSeconds) : script ? timeoutSeconds : undefined;
  return {
    ...rest,
    ...(seconds === undefined ? {} : { timeoutSeconds: seconds }),
    action: "aws:executeScript",
    inputs: {
      ...(script ? inputs : { Runtime: "python3.11" }),
      Handler: "fault_of_the_test",
      Script: `${work}def fault_of_the_test(events, context):\n${call}    ${endings[way]}\n`,
    },
  };
}
