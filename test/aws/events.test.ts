/** Event patterns and what targets receive. */
import { matches, parsePattern, targetInput } from "../../local/aws/events/index.ts";

const event = {
  source: "aws.states",
  "detail-type": "Step Functions Execution Status Change",
  resources: ["arn:1", "arn:2"],
  detail: { status: "FAILED", name: "nightly-7", count: 3, none: null, nested: { deep: "x" } },
};

describe("an event pattern", () => {
  it.each([
    [{ source: ["aws.states"] }, true],
    [{ source: ["aws.rds", "aws.states"] }, true],
    [{ source: ["aws.rds"] }, false],
    [{ resources: ["arn:2"] }, true],
    [{ detail: { status: ["FAILED"], name: ["other"] } }, false],
    [{ detail: { count: [3] } }, true],
    [{ detail: { count: ["3"] } }, false],
    [{ detail: { none: [null] } }, true],
    [{ detail: { nested: { deep: ["x"] } } }, true],
    [{ detail: { status: { deep: ["x"] } } }, false],
    [{ detail: { name: [{ prefix: "nightly-" }] } }, true],
    [{ detail: { name: [{ suffix: "-8" }] } }, false],
    [{ detail: { name: [{ "equals-ignore-case": "NIGHTLY-7" }] } }, true],
    [{ detail: { missing: [{ exists: false }] } }, true],
    [{ detail: { status: [{ exists: true }] } }, true],
    [{ detail: { status: [{ "anything-but": ["SUCCEEDED", "RUNNING"] }] } }, true],
    [{ detail: { status: [{ "anything-but": "FAILED" }] } }, false],
    [{ detail: { name: [{ "anything-but": { prefix: "nightly" } }] } }, false],
    [{ $or: [{ source: ["no"] }, { detail: { count: [3] } }] }, true],
    [{ toString: ["x"] }, false],
  ])("%j: %s", (pattern, expected) => {
    expect(matches(parsePattern(JSON.stringify(pattern)), event)).toBe(expected);
  });

  it.each([
    ["{", "not JSON"],
    ["[]", "JSON object"],
    ['{"source":"x"}', '"source" must be an object or an array'],
    ['{"source":[]}', "empty arrays"],
  ])("is refused: %s", (text, why) => {
    expect(() => parsePattern(text)).toThrow(
      expect.objectContaining({ code: "InvalidEventPatternException", message: expect.stringContaining(why) }),
    );
  });

  it("is refused with a filter that it does not know, by name", () => {
    expect(() => parsePattern('{"detail":{"count":[{"numeric":[">",1]}]}}')).toThrow(
      expect.objectContaining({ status: 501, message: expect.stringContaining('"numeric" at detail.count') }),
    );
  });
});

describe("a target's input", () => {
  const transformed = (InputTemplate: string, InputPathsMap: Record<string, string> = {}): string =>
    targetInput({ InputTransformer: { InputTemplate, InputPathsMap } }, event);

  it("is the event, a constant, or a part of the event", () => {
    expect(JSON.parse(targetInput({}, event))).toEqual(event);
    expect(targetInput({ Input: '{"a":1}' }, event)).toBe('{"a":1}');
    expect(targetInput({ InputPath: "$.detail.nested" }, event)).toBe('{"deep":"x"}');
  });

  it("is a template: JSON outside of quotes, text inside", () => {
    const paths = {
      status: "$.detail.status",
      count: "$.detail.count",
      first: "$.resources[0]",
      all: "$.detail.nested",
      missing: "$.detail.no",
    };
    expect(
      JSON.parse(
        transformed('{"s": <status>, "c": <count>, "t": "<status> of <first> <missing>", "n": <all>, "q": "\\"<status>\\""}', paths),
      ),
    ).toEqual({
      s: "FAILED",
      c: 3,
      t: "FAILED of arn:1 ",
      n: { deep: "x" },
      q: '"FAILED"',
    });
  });

  it("leaves what it does not know as it is", () => {
    expect(transformed('"<unknown> < 3 <aws.events.event.ingestion-time>"')).toBe('"<unknown> < 3 "');
  });
});
