#!/usr/bin/env node
// The page of missing-symbols in a browser, as page.t does it for crashcorr.
// With arguments (./report-finds) only these parts are run.
'use strict';

const { run } = require('./harness');

const all = ['./report-finds', './report-sorts', './report-safe', './report-looks'];
const parts = process.argv.slice(2);
run((parts.length > 0 ? parts : all).map(require));
