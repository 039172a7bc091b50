#!/usr/bin/env node
// The `sys-socket` command: docs/command.md.
import { main } from './cli/main.js';

process.exitCode = await main(process.argv.slice(2));
