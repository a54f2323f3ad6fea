import { splitSql } from "../../local/refresh/seed/split-sql.ts";

const split = (sql: string) =>
  [...splitSql(sql)].map(({ line, text, copyData }) => (copyData === undefined ? [line, text] : [line, text, copyData]));

describe("splitting a dump into statements", () => {
  it("keeps semicolons in quotes, dollar quotes, identifiers and comments", () => {
    expect(split(`select ';'; select "a;b";\nselect $x$ ; $y$ ; $x$;/* ; /* ; */ */ select E'\\';' -- ;\n;`)).toEqual([
      [1, "select ';'"],
      [1, 'select "a;b"'],
      [2, "select $x$ ; $y$ ; $x$"],
      [2, "select E'\\';' -- ;\n"],
    ]);
  });

  it("takes the lines after COPY as its data, and leaves psql's own commands out", () => {
    expect(split("\\restrict x\ncopy t (a, b) from stdin;\n1\t;\n\\.\nselect 2")).toEqual([
      [2, "copy t (a, b) from stdin", "1\t;\n"],
      [5, "select 2"],
    ]);
    expect(split("copy t from stdin;\n\\.\n")).toEqual([[1, "copy t from stdin", ""]]);
  });

  it("ends an unfinished quote with the text", () => {
    expect(split("select 'a;\nb")).toEqual([[1, "select 'a;\nb"]]);
  });
});
