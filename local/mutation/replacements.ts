/** What each kind of syntax may become. */
import ts from "typescript";

const operators = new Map<ts.SyntaxKind, readonly string[]>([
  [ts.SyntaxKind.PlusToken, ["-"]],
  [ts.SyntaxKind.MinusToken, ["+"]],
  [ts.SyntaxKind.AsteriskToken, ["/"]],
  [ts.SyntaxKind.SlashToken, ["*"]],
  [ts.SyntaxKind.PercentToken, ["*"]],
  [ts.SyntaxKind.AsteriskAsteriskToken, ["*"]],
  [ts.SyntaxKind.CaretToken, ["&"]],
  [ts.SyntaxKind.LessThanToken, ["<=", ">="]],
  [ts.SyntaxKind.LessThanEqualsToken, ["<", ">"]],
  [ts.SyntaxKind.GreaterThanToken, [">=", "<="]],
  [ts.SyntaxKind.GreaterThanEqualsToken, [">", "<"]],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, ["!=="]],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, ["==="]],
  [ts.SyntaxKind.AmpersandAmpersandToken, ["||"]],
  [ts.SyntaxKind.BarBarToken, ["&&"]],
  [ts.SyntaxKind.PlusEqualsToken, ["-="]],
  [ts.SyntaxKind.MinusEqualsToken, ["+="]],
]);

/** A node, or a part of it, and the texts that may stand there instead. */
export interface Replacement {
  readonly node: ts.Node;
  readonly texts: readonly string[];
}

/** The replacements at a node itself; those of its children are their own. */
export function replacementsAt(node: ts.Node, source: ts.SourceFile): readonly Replacement[] {
  const text = (part: ts.Node): string => part.getText(source);
  const at = (part: ts.Node, ...texts: readonly string[]): Replacement => ({ node: part, texts });
  if (ts.isBinaryExpression(node)) {
    if (node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) return [at(node, text(node.left))];
    return [at(node.operatorToken, ...(operators.get(node.operatorToken.kind) ?? []))];
  }
  if (ts.isPrefixUnaryExpression(node)) return prefix(node, text(node.operand));
  if (ts.isPostfixUnaryExpression(node))
    return [at(node, text(node.operand) + (node.operator === ts.SyntaxKind.PlusPlusToken ? "--" : "++"))];
  if (ts.isConditionalExpression(node)) return [at(node, `(${text(node.whenTrue)})`, `(${text(node.whenFalse)})`)];
  if (ts.isIfStatement(node)) return [at(node.expression, "true", "false")];
  if (ts.isWhileStatement(node)) return [at(node.expression, "false")];
  if (ts.isForStatement(node) && node.condition !== undefined) return [at(node.condition, "false")];
  if (ts.isReturnStatement(node) && node.expression !== undefined) return isNothing(node.expression, source) ? [] : [at(node, "return;")];
  if (ts.isExpressionStatement(node)) return [at(node, ";")];
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) return [at(node.body, "undefined")];
  if (ts.isArrayLiteralExpression(node) && node.elements.length > 0) return [at(node, "[]")];
  return literal(node, at, text);
}

// To give undefined instead of these is no mistake that a caller could notice.
function isNothing(node: ts.Expression, source: ts.SourceFile): boolean {
  return ["false", "undefined", "null"].includes(node.getText(source));
}

function prefix(node: ts.PrefixUnaryExpression, operand: string): readonly Replacement[] {
  if (node.operator === ts.SyntaxKind.ExclamationToken) return [{ node, texts: [`(${operand})`] }];
  return node.operator === ts.SyntaxKind.MinusToken ? [{ node, texts: [operand] }] : [];
}

function literal(
  node: ts.Node,
  at: (part: ts.Node, ...texts: readonly string[]) => Replacement,
  text: (part: ts.Node) => string,
): readonly Replacement[] {
  if (ts.isNumericLiteral(node)) {
    const value = Number(node.text);
    return [at(node, String(value + 1), `(${value - 1})`)];
  }
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [at(node, node.text === "" ? '"mutant"' : '""')];
  if (ts.isTemplateExpression(node)) return [at(node, '""')];
  if (ts.isRegularExpressionLiteral(node)) return [at(node, ...expressions(text(node)))];
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [at(node, "false")];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [at(node, "true")];
  return [];
}

/** A regular expression without an anchor, a flag or a repetition, or with a class turned round. */
function expressions(text: string): readonly string[] {
  const end = text.lastIndexOf("/");
  const body = text.slice(1, end);
  const flags = text.slice(end + 1);
  const bodies = [
    body.replace(/^\^/, ""),
    body.replace(/\$$/, ""),
    body.replace(/([\])])[+*]/, "$1"),
    body.replace("[^", "["),
    body.replace(/\[(?!\^)/, "[^"),
  ];
  const all = [...bodies.map((changed) => `/${changed}/${flags}`), ...[...flags].map((flag) => `/${body}/${flags.replace(flag, "")}`)];
  return [...new Set(all)].filter((changed) => changed !== text && isExpression(changed));
}

function isExpression(text: string): boolean {
  const end = text.lastIndexOf("/");
  try {
    new RegExp(text.slice(1, end), text.slice(end + 1));
    return end > 1;
  } catch {
    return false;
  }
}
