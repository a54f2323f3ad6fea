import { limitProblems, type Resource, stackOf } from "../../local/terraform/index.ts";

const resource = (type: string, values: Resource["values"], index = 0): Resource => ({
  ...{ address: `${type}.it[${index}]`, mode: "managed", type, name: "it", index, values },
});
const problems = (...resources: Resource[]): string[] => limitProblems(stackOf({ planned_values: { root_module: { resources } } }));
const times = <T>(count: number, make: (number: number) => T): T[] => Array.from({ length: count }, (_, number) => make(number));

describe("AWS's limits", () => {
  it.each([
    ["aws_iam_role", { name: "r".repeat(64) }, { name: "r".repeat(65) }, "The name of aws_iam_role.it[0]: 65 characters, 64 at most."],
    [
      "aws_ssm_parameter",
      { value: "é".repeat(2048) },
      { value: "é".repeat(2049) },
      "The value of aws_ssm_parameter.it[0]: 4098 bytes, 4096 at most.",
    ],
    [
      "aws_cloudwatch_dashboard",
      { dashboard_body: JSON.stringify({ widgets: times(500, () => 0) }) },
      { dashboard_body: JSON.stringify({ widgets: times(501, () => 0) }) },
      "The dashboard aws_cloudwatch_dashboard.it[0]: 501 widgets, 500 at most.",
    ],
    [
      "aws_kms_key",
      { policy: `${JSON.stringify("x".repeat(32_766))}   ` },
      { policy: JSON.stringify("x".repeat(32_767)) },
      "The policy of aws_kms_key.it[0]: 32769 characters, 32768 at most.",
    ],
  ])("are those of %s", (type, within, beyond, sentence) => {
    expect(problems(resource(type, within))).toEqual([]);
    expect(problems(resource(type, beyond))).toEqual([sentence]);
  });

  it("count what belongs to one thing", () => {
    const rules = (count: number, group: (number: number) => string): Resource[] =>
      times(count, (number) => resource("aws_vpc_security_group_ingress_rule", { security_group_id: group(number) }, number));
    expect(problems(...rules(120, (number) => `sg-${number % 2}`))).toEqual([]);
    expect(problems(...rules(61, () => "sg-0"))).toEqual(["sg-0 has 61 of aws_vpc_security_group_ingress_rule, 60 at most."]);
  });

  it("add up the inline policies of a role, without white space", () => {
    const policy = (characters: number): Resource =>
      resource("aws_iam_role_policy", { role: "it", policy: ` ${JSON.stringify("x".repeat(characters - 2))}` });
    expect(problems(policy(5_120), policy(5_120))).toEqual([]);
    expect(problems(policy(5_120), policy(5_121))).toEqual(["The inline policies of it together: 10241 characters, 10240 at most."]);
  });

  it("pass over what a plan does not know yet", () => {
    expect(
      problems(resource("aws_iam_role", {}), resource("aws_iam_role_policy", { role: "it" }), resource("aws_ssm_parameter", {})),
    ).toEqual([]);
  });
});
