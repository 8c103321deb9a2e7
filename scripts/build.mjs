// Bundles the program: one entry, split so that a command loads only what it uses.
import {readFile, rename, rm, writeFile} from 'node:fs/promises';
import {resolve} from 'node:path';
import {build} from 'esbuild';
import {writeDeclarations} from './declarations.mjs';

/**
 * Of client-node the program uses KubeConfig alone. The generated typed API behind it would be most of that chunk and is
 * reached only by `makeApiClient`, which is never called; node-fetch, which brings a deprecated module of Node along, is
 * there for a `Headers` that Node itself has, and that Node loads when it is first named.
 */
const LEFT_OUT = {
  './gen/index.js': `const no = () => { throw new Error('the typed Kubernetes API is not part of this program'); };
    export const createConfiguration = no; export class ServerConfiguration { constructor() { no(); } }`,
  'node-fetch': `export const Headers = class { constructor(...given) { return new globalThis.Headers(...given); } };
    export default (...given) => globalThis.fetch(...given);`,
  // The program reads kubeconfigs itself, and hands over clusters and users.
  'js-yaml': `export default {load() { throw new Error('kubeconfigs are not read here'); }};`,
  // Only for users of the provider oidc, and then loaded.
  'openid-client': `export const refreshTokenGrant = async (...given) => (await import('openid-client')).refreshTokenGrant(...given);
    export const discovery = async (...given) => (await import('openid-client')).discovery(...given);`,
};
const onlyKubeConfig = {
  name: 'only-kube-config',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^(\.\/gen\/index\.js|node-fetch|js-yaml|openid-client)$/}, ({importer, path}) =>
      importer.includes('@kubernetes/client-node') ? {path, namespace: 'left-out'} : undefined,
    );
    onLoad({filter: /.*/, namespace: 'left-out'}, ({path}) => ({
      contents: LEFT_OUT[path],
      resolveDir: resolve('node_modules/@kubernetes/client-node'),
    }));
  },
};

/**
 * Parts of oclif that this program can't reach: it finds no commands by searching folders, compiles no TypeScript, has no
 * plug-ins, and its Node version is checked by npm.
 */
const OCLIF_LEFT_OUT = {
  typescript: '',
  tinyglobby: '',
  minimatch: '',
  semver: 'exports.satisfies = () => true;',
  'cli-spinners': `module.exports = {line: {frames: ['-']}, dots2: {frames: ['.']}};`,
};
const onlyUsedOclif = {
  name: 'only-used-oclif',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^(typescript|tinyglobby|minimatch|semver|cli-spinners)$/}, ({importer, path}) =>
      importer.includes('@oclif/core') ? {path, namespace: 'oclif-left-out'} : undefined,
    );
    onLoad({filter: /.*/, namespace: 'oclif-left-out'}, ({path}) => ({contents: OCLIF_LEFT_OUT[path]}));
  },
};

/**
 * The SDK writes the names of traits as computed keys (`{[_eN]: …}`), which the bundler must take for code with effects, so
 * that it keeps the schema of every operation of EC2. With literal keys in their place it keeps those that are used.
 */
const usedSchemas = {
  name: 'used-schemas',
  setup({onLoad}) {
    onLoad({filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/}, async ({path}) => {
      const source = await readFile(path, 'utf8');
      const names = new Map([...source.matchAll(/^const (_\w+) = (".*");$/gm)].map(([, name, text]) => [name, text]));
      return {contents: source.replace(/\[(_\w+)\]:/g, (key, name) => (names.has(name) ? `${names.get(name)}:` : key))};
    });
  },
};

// Built aside and then put in place, so that a build that fails, or one beside it, leaves a program that runs.
const aside = `node_modules/.dist-${process.pid}`;
const result = await build({
  entryPoints: {run: 'src/run.ts', index: 'src/index.ts', library: 'src/library.ts'},
  outdir: aside,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  // The ES modules of the dependencies can be cut to what is used; their CommonJS twins can't.
  mainFields: ['module', 'main'],
  target: 'node20',
  minify: true,
  keepNames: true,
  legalComments: 'none',
  metafile: true,
  plugins: [onlyKubeConfig, onlyUsedOclif, usedSchemas],
  chunkNames: 'chunks/[name]-[hash]',
  // CommonJS parts of the dependencies call require for Node's own modules.
  banner: {js: "import {createRequire as __cr} from 'node:module';const require=__cr(import.meta.url);"},
});
// What each file is made of, for the tests on what a command loads.
const made = JSON.stringify(result.metafile.outputs).replaceAll(`${aside}/`, 'dist/');
await writeFile('node_modules/.fargate-doctor-bundle.json', made);
const bytes = Object.values(result.metafile.outputs).reduce((sum, o) => sum + o.bytes, 0);
await writeDeclarations('library.ts', 'src', `${aside}/types`);
await rename('dist', `${aside}-old`).catch(() => undefined);
await rename(aside, 'dist');
await rm(`${aside}-old`, {recursive: true, force: true});
// On stderr: `npm pack --json` must be alone on stdout.
console.error(`dist: ${Object.keys(result.metafile.outputs).length} files, ${(bytes / 1e6).toFixed(1)} MB`);
