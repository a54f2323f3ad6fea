import {
  evaluatePath,
  JsonPathSyntaxError,
  normalizePath,
  PathNotFoundError,
  parsePath,
  referenceKeys,
} from "../../workflows/kit/jsonpath/index.ts";

const data = {
  store: {
    "a-b": 1,
    "with.dot": 2,
    list: [
      { id: 1, keep: true, tags: ["x"] },
      { id: 2, keep: false, tags: [] },
      { id: 3, tags: ["x", "y"] },
    ],
  },
  deep: { a: [1, 2], inner: { a: 3 } },
};
const find = (path: string): unknown => evaluatePath(parsePath(path), data);

describe("a JSONPath", () => {
  it.each([
    ["$", data],
    ["$.store.a-b", 1],
    ["$.store['with.dot']", 2],
    ["$.store.list[0].id", 1],
    ["$.store.list[-1].id", 3],
    ["$.store.list.length()", 3],
    ["$.store.list[*].id", [1, 2, 3]],
    ["$.store.list[0,2].id", [1, 3]],
    ["$.store.list[1:].id", [2, 3]],
    ["$.store.list[:-1].id", [1, 2]],
    ["$.store.list[5:].id", []],
    ["$..inner.a", [3]],
    ["$.deep..a", [[1, 2], 3]],
    ["$.deep..a[*]", [1, 2]],
    ["$.store['a-b','with.dot']", [{ "a-b": 1, "with.dot": 2 }]],
    ["$.store.list[?(@.keep)].id", [1, 2]],
    ["$.store.list[?(@.keep == true)].id", [1]],
    ["$.store.list[?(@.keep != true)].id", [2, 3]],
    ["$.store.list[?(!(@.keep))].id", [3]],
    ["$.store.list[?(@.id > 1 && @.id <= 3)].id", [2, 3]],
    ["$.store.list[?(@.id == 1 || @.id == 3)].id", [1, 3]],
    ["$.store.list[?(@.id in [1, 3])].id", [1, 3]],
    ["$.store.list[?(@.tags contains 'y')].id", [3]],
    ["$.store.list[?(@.tags empty true)].id", [2]],
    ["$.store.list[?(@.tags size 2)].id", [3]],
    ["$.store.list[?(@.tags[0] =~ /X/i)].id", [1, 3]],
    ["$.store.list[?(@.id == $.store.a-b)].id", [1]],
    ["$.nothing[*]", []],
  ])("%s", (path, expected) => {
    expect(find(path)).toEqual(expected);
  });

  it.each([
    ["$.none", "No results for path: $['none']"],
    ["$.none.x", "Missing property in path $['none']"],
    ["$.store.list[7]", "No results for path: $['store']['list'][7]"],
    ["$.deep.a.b", "Expected to find an object with property ['b'] in path $['deep']['a'] but found 'array'"],
  ])("%s leads nowhere, in Jayway's words", (path, message) => {
    expect(() => find(path)).toThrow(new PathNotFoundError(message));
  });

  it.each(["", "a", "$.", "$[", "$['a", "$.a[?(@.x ==)]", "$.a b", "$.sum()", "$[a]"])("%j is refused with the position", (path) => {
    expect(() => parsePath(path)).toThrow(JsonPathSyntaxError);
  });

  it("tells reference paths from others, and the context object from variables", () => {
    expect(referenceKeys(parsePath("$.a['b c'][0]"))).toEqual(["a", "b c", 0]);
    expect(referenceKeys(parsePath("$.a[*]"))).toBeUndefined();
    expect(parsePath("$$.Map.Item.Index").root).toEqual({ kind: "context" });
    expect(parsePath("$total.a").root).toEqual({ kind: "variable", name: "total" });
    expect(normalizePath(parsePath("$.a[0].b"))).toBe("$['a'][0]['b']");
  });

  it("never finds members of prototypes", () => {
    expect(() => evaluatePath(parsePath("$.constructor"), {})).toThrow(PathNotFoundError);
  });

  it("matches hostile patterns in linear time", () => {
    const started = Date.now();
    evaluatePath(parsePath("$[?(@ =~ /(a+)+b/)]"), ["a".repeat(30_000)]);
    expect(Date.now() - started).toBeLessThan(2_000);
  });
});
