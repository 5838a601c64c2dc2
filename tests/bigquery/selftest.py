#!/usr/bin/env python3
"""Self-test of the stand-in BigQuery: holds server.py to what the reference says. Prints TAP."""

import faulthandler
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

PARTS = ["selftest_rows", "selftest_jobs", "selftest_faults", "selftest_auth"]
LIMIT_S = 120


class Tap(unittest.TestResult):
    """One line a test; what went wrong as comments below it."""

    def report(self, verdict, test, detail=""):
        print(f"{verdict} {self.testsRun} - {test.id()}")
        for line in detail.splitlines():
            print(f"# {line}")
        sys.stdout.flush()

    def addSuccess(self, test):
        super().addSuccess(test)
        self.report("ok", test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.report("not ok", test, self.failures[-1][1])

    def addError(self, test, err):
        super().addError(test, err)
        self.report("not ok", test, self.errors[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            print(f"# {subtest.id()}: {err[1]}")


def main():
    faulthandler.dump_traceback_later(LIMIT_S, exit=True)
    result = Tap()
    tests = unittest.defaultTestLoader.loadTestsFromNames(PARTS)
    print(f"1..{tests.countTestCases()}", flush=True)
    tests.run(result)
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
