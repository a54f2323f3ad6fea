import { single, virtualEngine } from "./support.ts";

const saying = (word: string): object => single({ Type: "Pass", Result: word });

function published(random?: () => number) {
  const engine = virtualEngine(random === undefined ? {} : { random });
  const { stateMachineArn, stateMachineVersionArn: one = "" } = engine.createStateMachine({
    name: "m",
    definition: saying("one"),
    publish: true,
  });
  const { stateMachineVersionArn: two = "" } = engine.updateStateMachine({ stateMachineArn, definition: saying("two"), publish: true });
  const outputOf = async (arn: string): Promise<unknown> => {
    const { executionArn } = engine.startExecution({ stateMachineArn: arn });
    return JSON.parse((await engine.waitFor(executionArn)).output ?? "");
  };
  return { engine, stateMachineArn, one, two, outputOf };
}

describe("a version", () => {
  it("stays as it was when it was published", async () => {
    const { stateMachineArn, one, two, outputOf } = published();
    expect([one, two]).toEqual([`${stateMachineArn}:1`, `${stateMachineArn}:2`]);
    expect([await outputOf(one), await outputOf(two), await outputOf(stateMachineArn)]).toEqual(["one", "two", "two"]);
  });

  it("is published once a revision, and its number is never used again", () => {
    const { engine, stateMachineArn, two } = published();
    expect(engine.publishStateMachineVersion({ stateMachineArn }).stateMachineVersionArn).toBe(two);
    engine.deleteStateMachineVersion({ stateMachineVersionArn: two });
    expect(engine.publishStateMachineVersion({ stateMachineArn }).stateMachineVersionArn).toBe(`${stateMachineArn}:3`);
    expect(engine.listStateMachineVersions({ stateMachineArn }).stateMachineVersions.map(({ stateMachineVersionArn: arn }) => arn)).toEqual(
      [`${stateMachineArn}:3`, `${stateMachineArn}:1`],
    );
  });

  it("of a revision that has passed is a conflict", () => {
    const { engine, stateMachineArn } = published();
    const { revisionId } = engine.describeStateMachine({ stateMachineArn });
    expect(() => engine.publishStateMachineVersion({ stateMachineArn, revisionId: "INITIAL" })).toThrow(
      `Failed to publish the State Machine version for revision INITIAL. The current State Machine revision is ${revisionId}.`,
    );
  });

  it("is described under its own ARN, with the execution that it ran", async () => {
    const { engine, one } = published();
    expect(engine.describeStateMachine({ stateMachineArn: one })).toMatchObject({
      stateMachineArn: one,
      name: "m",
      definition: JSON.stringify(saying("one")),
    });
    const { executionArn } = engine.startExecution({ stateMachineArn: one });
    expect(await engine.waitFor(executionArn)).toMatchObject({ stateMachineVersionArn: one });
    expect(engine.listExecutions({ stateMachineArn: one }).executions.map((execution) => execution.executionArn)).toEqual([executionArn]);
  });

  it("can neither be updated nor tagged", () => {
    const { engine, one } = published();
    expect(() => engine.updateStateMachine({ stateMachineArn: one, roleArn: "r" })).toThrow(`State Machine Does Not Exist: '${one}'`);
    expect(() => engine.tagResource({ resourceArn: one, tags: [] })).toThrow(`Resource not found: '${one}'`);
  });
});

describe("an alias", () => {
  it("leads to its versions by their weights", async () => {
    let drawn = 0;
    const { engine, one, two, outputOf } = published(() => drawn);
    const { stateMachineAliasArn: arn } = engine.createStateMachineAlias({
      name: "live",
      routingConfiguration: [
        { stateMachineVersionArn: one, weight: 30 },
        { stateMachineVersionArn: two, weight: 70 },
      ],
    });
    drawn = 0.29;
    expect(await outputOf(arn)).toBe("one");
    drawn = 0.3;
    expect(await outputOf(arn)).toBe("two");
    engine.updateStateMachineAlias({ stateMachineAliasArn: arn, routingConfiguration: [{ stateMachineVersionArn: one, weight: 100 }] });
    expect(await outputOf(arn)).toBe("one");
  });

  it("keeps its versions from being deleted", () => {
    const { engine, stateMachineArn, one, two } = published();
    const routingConfiguration = [{ stateMachineVersionArn: one, weight: 100 }];
    const { stateMachineAliasArn } = engine.createStateMachineAlias({ name: "live", routingConfiguration });
    expect(() => engine.deleteStateMachineVersion({ stateMachineVersionArn: one })).toThrow(
      "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [live]",
    );
    expect(engine.listStateMachineAliases({ stateMachineArn: two }).stateMachineAliases).toEqual([]);
    engine.deleteStateMachineAlias({ stateMachineAliasArn });
    engine.deleteStateMachineVersion({ stateMachineVersionArn: one });
    expect(engine.listStateMachineVersions({ stateMachineArn }).stateMachineVersions).toHaveLength(1);
  });

  it.each([
    [[], /^1 validation error detected: Value '\[\]' at 'routingConfiguration'/],
    [[101], /Value '101' at 'routingConfiguration\.1\.member\.weight' failed .* less than or equal to 100$/],
    [[-1], /greater than or equal to 0$/],
    [[50, 49], "Sum of routing configuration weights must equal 100. Received: [50, 49]"],
    [[50, 25, 25], /RoutingConfigurationListItem\(stateMachineVersionArn=.*, weight=50\), .* less than or equal to 2$/],
  ])("with the weights %j is refused", (weights, message) => {
    const { engine, stateMachineArn } = published();
    const routingConfiguration = weights.map((weight, index) => ({ stateMachineVersionArn: `${stateMachineArn}:${index + 1}`, weight }));
    expect(() => engine.createStateMachineAlias({ name: "live", routingConfiguration })).toThrow(message);
  });

  it("of one name with another routing is a conflict, with the same one it is the same", () => {
    const { engine, one, two } = published();
    const create = (version: string) =>
      engine.createStateMachineAlias({ name: "live", routingConfiguration: [{ stateMachineVersionArn: version, weight: 100 }] });
    expect(create(one)).toEqual(create(one));
    expect(() => create(two)).toThrow("an alias with the same name and a different routing configuration already exists");
  });
});
