#!/usr/bin/env node
// The page of crashcorr in a browser: what it shows, how one moves in it, and
// that nothing in it does harm. Pictures of it are left in tests/out/page.
// With arguments (./moves) only these parts are run.
'use strict';

const { run } = require('./harness');

const parts = process.argv.slice(2);
run((parts.length > 0 ? parts : ['./shown', './moves', './safe', './looks']).map(require));
