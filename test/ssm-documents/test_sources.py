"""The scripts' text: what they import, their types, the syntax of the oldest Python that Automation offers."""
import ast
import os
import sys
import unittest

from fakes import SCRIPTS

# AWS refuses python3.6 to python3.9 since September 10, 2025.
OLDEST = (3, 10)
FILES = sorted(name for name in os.listdir(SCRIPTS) if name.endswith(".py"))


def tree_of(name):
    with open(os.path.join(SCRIPTS, name), encoding="utf-8") as file:
        return ast.parse(file.read(), name, feature_version=OLDEST)


def imports_of(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


class Sources(unittest.TestCase):
    def test_there_are_scripts(self):
        self.assertIn("run_statements.py", FILES)

    def test_import_the_standard_library_and_boto3_only(self):
        allowed = set(sys.stdlib_module_names) | {"boto3", "botocore"} | {name[:-3] for name in FILES}
        for name in FILES:
            self.assertEqual(set(imports_of(tree_of(name))) - allowed, set(), name)

    def test_say_the_types_of_everything_that_they_take_and_return(self):
        for name in FILES:
            for node in ast.walk(tree_of(name)):
                if isinstance(node, ast.FunctionDef):
                    given = [argument for argument in node.args.args + node.args.kwonlyargs if argument.arg != "self"]
                    untyped = [argument.arg for argument in given if argument.annotation is None]
                    self.assertEqual((untyped, node.returns is None), ([], False), f"{name}: {node.name}")

    def test_begin_with_what_they_are_for(self):
        for name in FILES:
            self.assertTrue(ast.get_docstring(tree_of(name)), name)


if __name__ == "__main__":
    unittest.main()
