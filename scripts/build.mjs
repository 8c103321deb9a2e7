// Bundles the program: one entry, split so that a command loads only what it uses.
import {rm} from 'node:fs/promises';
import {build} from 'esbuild';
import {writeDeclarations} from './declarations.mjs';

/**
 * Of client-node the program uses KubeConfig alone. The generated typed API behind it would be most of that chunk and is
 * reached only by `makeApiClient`, which is never called; node-fetch, which brings a deprecated module of Node along, is
 * there for a `Headers` that Node itself has.
 */
const LEFT_OUT = {
  './gen/index.js': `const no = () => { throw new Error('the typed Kubernetes API is not part of this program'); };
    export const createConfiguration = no; export class ServerConfiguration { constructor() { no(); } }`,
  'node-fetch': 'export const Headers = globalThis.Headers; export default globalThis.fetch;',
};
const onlyKubeConfig = {
  name: 'only-kube-config',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^(\.\/gen\/index\.js|node-fetch)$/}, ({importer, path}) =>
      importer.includes('@kubernetes/client-node') ? {path, namespace: 'left-out'} : undefined,
    );
    onLoad({filter: /.*/, namespace: 'left-out'}, ({path}) => ({contents: LEFT_OUT[path]}));
  },
};

await rm('dist', {recursive: true, force: true});
const result = await build({
  entryPoints: {index: 'src/index.ts', library: 'src/library.ts'},
  outdir: 'dist',
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
  plugins: [onlyKubeConfig],
  chunkNames: 'chunks/[name]-[hash]',
  // oclif looks for its own files beside it.
  external: ['@oclif/core'],
  // CommonJS parts of the dependencies call require for Node's own modules.
  banner: {js: "import {createRequire as __cr} from 'node:module';const require=__cr(import.meta.url);"},
});
const bytes = Object.values(result.metafile.outputs).reduce((sum, o) => sum + o.bytes, 0);
await writeDeclarations('library.ts', 'src', 'dist/types');
// On stderr: `npm pack --json` must be alone on stdout.
console.error(`dist: ${Object.keys(result.metafile.outputs).length} files, ${(bytes / 1e6).toFixed(1)} MB`);
