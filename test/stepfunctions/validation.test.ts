import { ApiError } from "../../local/stepfunctions/index.ts";
import { invoke, single, virtualEngine } from "./support.ts";

const problem = (definition: string | object): string => {
  try {
    virtualEngine().createStateMachine({ name: "m", definition });
  } catch (error) {
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).code).toBe("InvalidDefinition");
    return (error as ApiError).message.replace(/^Invalid State Machine Definition: '(.*)'$/s, "$1");
  }
  return "none";
};

describe("a definition", () => {
  it.each([
    ["{", /^INVALID_JSON_DESCRIPTION: /],
    [{}, "SCHEMA_VALIDATION_FAILED: These fields are required: [StartAt, States] at /"],
    [{ StartAt: "A", States: {} }, "SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States"],
    [{ StartAt: "B", States: { A: { Type: "Succeed" } } }, "MISSING_TRANSITION_TARGET: Missing 'StartAt' target: B at /StartAt"],
    [
      single({ Type: "Go" }),
      "SCHEMA_VALIDATION_FAILED: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/State/Type",
    ],
    [{ StartAt: "A", States: { A: { Type: "Pass" } } }, "SCHEMA_VALIDATION_FAILED: These fields are required: [Next or End] at /States/A"],
    [{ StartAt: "A", States: { A: { Type: "Pass", Next: "B" } } }, "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next"],
    [single({ Type: "Parallel", Branches: [] }), "SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/State/Branches"],
    [
      single({ Type: "Wait", Timestamp: "tomorrow" }),
      "SCHEMA_VALIDATION_FAILED: String does not match RFC3339 timestamp at /States/State/Timestamp",
    ],
    [
      single({ Type: "Pass", Parameters: { "x.$": "no" } }),
      "SCHEMA_VALIDATION_FAILED: The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call at /States/State/Parameters",
    ],
    [single({ Type: "Pass", Parameters: { "x.$": "States.Nope()" } }), /valid intrinsic function call/],
    [single({ Type: "Pass", ResultPath: "$.a[*]" }), "SCHEMA_VALIDATION_FAILED: Value is not a Reference Path at /States/State/ResultPath"],
    [single({ Type: "Task", Resource: "nothing" }), /The resource provided nothing is not recognized/],
    [single({ ...invoke, TimeoutSeconds: 5, HeartbeatSeconds: 5 }), /HeartbeatSeconds must be smaller/],
    [
      single({ ...invoke, Credentials: {} }),
      "SCHEMA_VALIDATION_FAILED: The field 'RoleArn' is required but was missing at /States/State/Credentials",
    ],
    [
      single({ ...invoke, Retry: [{ ErrorEquals: ["States.ALL"] }, { ErrorEquals: ["E"] }] }),
      /States.ALL must appear in the last Retrier or Catcher at \/States\/State\/Retry\[0\]/,
    ],
    [
      single({ ...invoke, Catch: [{ ErrorEquals: ["E"], Next: "Gone" }] }),
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: Gone at /States/State/Catch[0]/Next",
    ],
    [
      { StartAt: "C", States: { C: { Type: "Choice", Choices: [{ Variable: "$.a", NumericEqual: 1, Next: "C" }] } } },
      "SCHEMA_VALIDATION_FAILED: Field 'NumericEqual' is not supported at /States/C/Choices[0]",
    ],
    [
      single({
        Type: "Map",
        Label: "a b",
        ItemProcessor: { ...single({ Type: "Pass" }), ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" } },
      }),
      /Label contains invalid character: ' '/,
    ],
    [
      single({ Type: "Map", ItemReader: {}, ItemProcessor: single({ Type: "Pass" }) }),
      /'ItemReader' is only supported by Maps of Mode DISTRIBUTED/,
    ],
    [
      single({ Type: "Map", ItemProcessor: { ...single({ Type: "Pass" }), ProcessorConfig: { Mode: "DISTRIBUTED" } } }),
      "SCHEMA_VALIDATION_FAILED: The field 'ExecutionType' is required but was missing at /States/State/ItemProcessor/ProcessorConfig",
    ],
    [
      single({
        Type: "Map",
        ItemProcessor: {
          ...single({ Type: "Task", Resource: "arn:aws:states:::states:startExecution.sync:2" }),
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
        },
      }),
      "SCHEMA_VALIDATION_FAILED: Express state machine does not support '.sync' service integration at /States/State/ItemProcessor/States/State/Resource",
    ],
    [single({ Type: "Pass", Colour: "red" }), "SCHEMA_VALIDATION_FAILED: Field 'Colour' is not supported at /States/State"],
  ])("%j is refused with place and reason", (definition, expected) => {
    if (expected instanceof RegExp) expect(problem(definition)).toMatch(expected);
    else expect(problem(definition)).toBe(expected);
  });

  it.each([
    [
      single({
        Type: "Map",
        ItemReader: {
          Resource: "arn:aws:states:::s3:getObject",
          Parameters: { Bucket: "b", Key: "k" },
          ReaderConfig: { InputType: "JSON", Speed: "fast" },
        },
        ItemProcessor: { ...single({ Type: "Pass" }), ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" } },
      }),
      "Field 'Speed' is not supported by this engine yet at /States/State/ItemReader/ReaderConfig",
    ],
  ])("what the engine does not know yet is refused by name: %j", (definition, expected) => {
    expect(problem(definition)).toBe(`SCHEMA_VALIDATION_FAILED: ${expected}`);
  });

  it("collects all problems, those of branches too", () => {
    const branch = { StartAt: "X", States: { Y: { Type: "Pass", End: true } } };
    const message = problem({ StartAt: "A", States: { A: { Type: "Parallel", Branches: [branch], Next: "B" } } });
    expect(message).toBe(
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next, MISSING_TRANSITION_TARGET: Missing 'StartAt' target: X at /States/A/Branches[0]/StartAt",
    );
  });
});
