import { ApiError } from "../../local/stepfunctions/index.ts";
import { invoke, single, virtualEngine } from "./support.ts";

const problem = (definition: object): string => {
  try {
    virtualEngine().createStateMachine({ name: "m", definition });
  } catch (error) {
    expect(error).toBeInstanceOf(ApiError);
    return (error as ApiError).message.replace(/^Invalid State Machine Definition: '(.*)'$/s, "$1");
  }
  return "none";
};

const jsonata = (state: object): object => ({ QueryLanguage: "JSONata", ...single(state) });
const onlyIn = (language: string, field: string, other: string): string =>
  `SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`;
const processor = single({ Type: "Pass" }, "Inner");

describe("query languages", () => {
  it.each([
    jsonata({ Type: "Pass", Output: "{% $states.input %}" }),
    single({ Type: "Pass", QueryLanguage: "JSONata", Output: 1 }),
    single({ Type: "Map", QueryLanguage: "JSONata", ItemProcessor: single({ Type: "Pass", InputPath: "$.a" }, "Inner") }),
    jsonata({ Type: "Pass", Assign: { x: "{% ($y := 1; $y) %}" } }),
    single({ Type: "Pass", Assign: { "x.$": "$.a", y: { "z.$": "States.UUID()" } } }),
    jsonata({
      ...invoke,
      Parameters: undefined,
      Arguments: "{% $states.input %}",
      Catch: [{ ErrorEquals: ["States.ALL"], Output: "{% $states.errorOutput.Error %}", Next: "State" }],
    }),
    jsonata({ Type: "Map", Items: [1, "{% 2 %}"], MaxConcurrency: "{% 1 %}", ItemProcessor: processor }),
  ])("may be mixed as AWS mixes them: %j", (definition) => {
    expect(problem(definition)).toBe("none");
  });

  it.each([
    [
      jsonata({ Type: "Pass", QueryLanguage: "JSONPath" }),
      "SCHEMA_VALIDATION_FAILED: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/State",
    ],
    [jsonata({ Type: "Pass", InputPath: "$.a" }), `${onlyIn("JSONata", "InputPath", "JSONPath")} at /States/State`],
    [jsonata({ Type: "Wait", SecondsPath: "$.a", Seconds: 1 }), new RegExp(onlyIn("JSONata", "SecondsPath", "JSONPath"))],
    [single({ Type: "Pass", Output: 1 }), `${onlyIn("JSONPath", "Output", "JSONata")} at /States/State`],
    [
      single({ Type: "Map", QueryLanguage: "JSONata", ItemProcessor: single({ Type: "Pass", Output: 1 }, "Inner") }),
      `${onlyIn("JSONPath", "Output", "JSONata")} at /States/State/ItemProcessor/States/Inner`,
    ],
    [
      single({ Type: "Map", ItemProcessor: { ...processor, QueryLanguage: "JSONata" } }),
      "SCHEMA_VALIDATION_FAILED: Field 'QueryLanguage' is not supported at /States/State/ItemProcessor",
    ],
    [
      jsonata({ ...invoke, Parameters: undefined, Catch: [{ ErrorEquals: ["E"], Next: "State", ResultPath: "$" }] }),
      new RegExp(onlyIn("JSONata", "ResultPath", "JSONPath")),
    ],
    [
      {
        ...single({
          Type: "Choice",
          QueryLanguage: "JSONata",
          Choices: [{ Variable: "$.a", IsNull: true, Next: "State" }],
          End: undefined,
        }),
      },
      new RegExp(`Condition' is required.*${onlyIn("JSONata", "Variable", "JSONPath")}`),
    ],
    [
      single({ Type: "Pass", QueryLanguage: "XPath" }),
      "SCHEMA_VALIDATION_FAILED: Value must be one of [JSONPath, JSONata] at /States/State/QueryLanguage",
    ],
  ])("are kept apart: %j", (definition, expected) => {
    if (expected instanceof RegExp) expect(problem(definition)).toMatch(expected);
    else expect(problem(definition)).toBe(expected);
  });
});

describe("an expression", () => {
  it.each([
    ["$states.input.a[1,2)", 'INVALID_JSONATA_EXPRESSION: Expected "]", got "," at /States/State/Output/v[0]'],
    ["1 +", "INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/State/Output/v[0]"],
    ["phone", "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at /States/State/Output/v[0]"],
    ["$", "UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$' at the top level is not supported. at /States/State/Output/v[0]"],
    [
      "$map([1], function($v) { $$.a })",
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$$' at the top level is not supported. at /States/State/Output/v[0]",
    ],
    [
      "$sum(prices)",
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'prices' at the top level is not supported. at /States/State/Output/v[0]",
    ],
    [
      "$states.errorOutput",
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$states.errorOutput' is only supported in a Catch field. at /States/State/Output/v[0]",
    ],
    ["$match('a', /(?=a)/)", /^INVALID_JSONATA_EXPRESSION: The regular expression .* no look-around/],
  ])("%s is refused where it stands", (source, expected) => {
    const message = problem(jsonata({ Type: "Pass", Output: { v: [`{% ${source} %}`] } }));
    if (expected instanceof RegExp) expect(message).toMatch(expected);
    else expect(message).toBe(expected);
  });

  it.each([
    "$states.input.items[price > 3].name",
    "$states.input.(a & b)",
    "$states.input.a{b: $sum(c)}",
    "$states.input.a^(<b)",
    "$states.input.a[$ > 1]",
  ])("%s may name members of what it goes through", (source) => {
    expect(problem(jsonata({ Type: "Pass", Output: `{% ${source} %}` }))).toBe("none");
  });
});

describe("the names of variables", () => {
  it.each([
    [{ states: 1 }, /The variable name 'states' is reserved at \/States\/State\/Assign/],
    [{ "1a": 1 }, /'1a' is no name for a variable/],
    [{ "a-b": 1 }, /'a-b' is no name for a variable/],
    [{ ["a".repeat(81)]: 1 }, /at most 80 characters/],
    [{ "x.$": "nothing" }, /The value for the field 'x.\$' must be a valid JSONPath/],
    [[1], /Expected value of type Object/],
  ])("%j is refused", (assign, expected) => {
    expect(problem(single({ Type: "Pass", Assign: assign }))).toMatch(expected);
  });

  it("belong to one scope: what an outer one assigns, an inner one can't", () => {
    const inner = single({ Type: "Pass", Assign: { "x.$": "$" } }, "Inner");
    const map = { Type: "Map", Assign: { x: 1 }, ItemProcessor: inner };
    expect(problem(single(map))).toMatch(/'x' is assigned in an outer scope as well.* at \/States\/State\/ItemProcessor\/States\/Inner$/);
    const config = { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" } };
    expect(problem(single({ ...map, ItemProcessor: { ...inner, ...config } }))).toBe("none");
    const branches = [single({ Type: "Pass", Assign: { y: 1 } }, "A"), single({ Type: "Pass", Assign: { y: 2 } }, "B")];
    expect(problem(single({ Type: "Parallel", Branches: branches }))).toBe("none");
  });

  it("are listed for each state that reads them", () => {
    const engine = virtualEngine();
    const { stateMachineArn } = engine.createStateMachine({
      name: "m",
      definition: {
        StartAt: "A",
        States: {
          A: { Type: "Pass", Assign: { b: 1 }, Parameters: { "x.$": "$b", "y.$": "States.Format('{}', $a.c)", z: "$no" }, Next: "B" },
          B: { Type: "Pass", QueryLanguage: "JSONata", Output: "{% ($l := $c; $map([$l], function($v) { $v + $d })) %}", Next: "C" },
          C: { Type: "Map", ItemsPath: "$list", ItemProcessor: single({ Type: "Pass", InputPath: "$inner" }, "D"), End: true },
        },
      },
    });
    const references = { A: ["a", "b"], B: ["c", "d"], C: ["list"], D: ["inner"] };
    expect(engine.describeStateMachine({ stateMachineArn })).toMatchObject({ variableReferences: references });
  });
});
