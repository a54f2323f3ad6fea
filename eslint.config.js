import tseslint from "typescript-eslint";

/** The four type-aware rules that catch an expression used as a plain value; biome does the rest. */
export default tseslint.config({
  files: ["workflows/**/*.ts", "test/types/plain-values.ts"],
  ignores: ["workflows/kit/**"],
  languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true } },
  plugins: { "@typescript-eslint": tseslint.plugin },
  rules: {
    "@typescript-eslint/no-base-to-string": "error",
    "@typescript-eslint/no-unnecessary-condition": "error",
    "@typescript-eslint/restrict-plus-operands": "error",
    "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
  },
});
