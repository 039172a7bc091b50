#!/usr/bin/env node
// prebuildify runs this instead of node-gyp. It builds in the current folder with the compiler in CXX, and fails unless
// check-prebuild.mjs accepts the file. It ignores node-gyp's arguments, since cmake-js gives them other meanings.
import { installed, root, run, script } from './run.mjs';

const here = { cwd: process.cwd() };
run(installed('cmake-js/bin/cmake-js'), ['rebuild', '--directory', root, '--out', 'build'], here);
run(script('check-prebuild.mjs'), ['build/Release/sys_socket.node', process.env.PREBUILD_ARCH], here);
