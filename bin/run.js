#!/usr/bin/env node
import {readFileSync} from 'node:fs';
import module from 'node:module';

if (process.argv[2] === '--version') {
  // Needs no part of the program.
  const {name, version} = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
} else {
  // From Node 22 on, compiled code is kept in the system's folder for temporary files; NODE_DISABLE_COMPILE_CACHE=1 prevents it.
  module.enableCompileCache?.();
  // The AWS SDK warns on stderr about Node 20 in every process; the engines field is where we say what we run on.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  // Node would print the line that threw, which in a bundle is a hundred kilobytes long.
  process.on('uncaughtException', (error) => {
    process.stderr.write(`fargate-doctor: internal error: ${error.message}\n`, () => process.exit(1));
  });
  const {execute} = await import('../dist/run.js');
  await execute({dir: import.meta.url});
}
