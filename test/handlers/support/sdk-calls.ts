/** Which AWS calls a handler's bundle holds: its own code as esbuild leaves it, every package outside of it. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, stop } from "esbuild";
import ts from "typescript";

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

/** `client-s3:GetObject`; an `Upload` is `lib-storage:Upload`. */
export type SdkCall = `${string}:${string}`;

const isCall = /^(?:([A-Za-z0-9]+)Command|paginate([A-Za-z0-9]+)|(Upload))$/;

/** Every name that stands in code other than an import. */
function namesUsed(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    else if (!ts.isImportDeclaration(node)) ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/** The calls of one module: what it imports from the SDK and uses. Functions that nobody calls esbuild has taken out. */
function callsIn(code: string): SdkCall[] {
  const source = ts.createSourceFile("bundle.mjs", code, ts.ScriptTarget.ES2022, false, ts.ScriptKind.JS);
  const used = namesUsed(source);
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const [, name] = /^@aws-sdk\/((?:client|lib)-.*)$/.exec(statement.moduleSpecifier.text) ?? [];
    const bindings = statement.importClause?.namedBindings;
    if (name === undefined || bindings === undefined || !ts.isNamedImports(bindings)) return [];
    return bindings.elements
      .filter((element) => used.has(element.name.text))
      .flatMap((element): SdkCall[] => {
        const [, command, paginated, upload] = isCall.exec((element.propertyName ?? element.name).text) ?? [];
        const call = command ?? paginated ?? upload;
        return call === undefined ? [] : [`${name}:${call}`];
      });
  });
}

/** The calls of each handler, sorted. */
export async function sdkCallsOf(handlers: readonly string[]): Promise<ReadonlyMap<string, readonly SdkCall[]>> {
  const { outputFiles } = await build({
    absWorkingDir: projectRoot,
    entryPoints: Object.fromEntries(handlers.map((name) => [name, `handlers/${name}/index.ts`])),
    outdir: "nowhere",
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    write: false,
    logLevel: "silent",
  });
  await stop();
  return new Map(outputFiles.map(({ path: file, text }) => [path.basename(file, ".js"), [...new Set(callsIn(text))].sort()]));
}

/** The client packages that end up in each handler's zip, sorted. */
export async function clientsInZip(handlers: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const { metafile } = await build({
    absWorkingDir: projectRoot,
    entryPoints: Object.fromEntries(handlers.map((name) => [name, `handlers/${name}/index.ts`])),
    outdir: "nowhere",
    bundle: true,
    platform: "node",
    format: "esm",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  await stop();
  return new Map(
    Object.entries(metafile.outputs).map(([file, { inputs }]) => {
      const clients = Object.entries(inputs)
        .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
        .flatMap(([input]) => /@aws-sdk\/(client-[a-z0-9-]+)\//.exec(input)?.[1] ?? []);
      return [path.basename(file, ".js"), [...new Set(clients)].sort()];
    }),
  );
}
