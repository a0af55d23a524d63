import { cp, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const classes = join(here, '../../../target/classes');
const assets = join(classes, 'static/assets');
const formhost = join(classes, 'static/formhost');
const tasklist = join(classes, 'META-INF/resources/webjars/camunda/app/tasklist');

const shared = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  legalComments: 'linked',
  target: ['chrome109', 'firefox115', 'safari16.4'],
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': '"production"' },
  // data: fonts and images only; nothing is fetched from elsewhere
  loader: { '.woff': 'dataurl', '.woff2': 'dataurl', '.svg': 'dataurl', '.png': 'dataurl' },
};

// in Tasklist there is no page of ours that could link a stylesheet, so the bundle carries its own
const cssAsText = {
  name: 'css-as-text',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^form\.css-text$/ }, () => ({ path: join(here, 'formhost/form.css'), namespace: 'css-text' }));
    onLoad({ filter: /.*/, namespace: 'css-text' }, async ({ path }) => {
      const result = await build({ ...shared, entryPoints: [path], write: false, legalComments: 'none' });
      return { contents: result.outputFiles[0].text, loader: 'text' };
    });
  },
};

// names of chunks change with their content
await rm(assets, { recursive: true, force: true });
await Promise.all([mkdir(formhost, { recursive: true }), mkdir(join(tasklist, 'scripts'), { recursive: true })]);
await Promise.all([
  build({
    ...shared,
    entryPoints: { app: 'app/app.js' },
    format: 'esm',
    splitting: true,
    chunkNames: '[name]-[hash]',
    outdir: assets,
  }),
  build({
    ...shared,
    entryPoints: { homeward: 'styles/homeward.css', form: 'formhost/form.css', map: 'processmap/map.css' },
    outdir: assets,
  }),
  build({
    ...shared,
    entryPoints: ['formhost/tasklist.js'],
    format: 'iife',
    plugins: [cssAsText],
    outfile: join(formhost, 'formhost.js'),
  }),
  build({ ...shared, entryPoints: ['tasklist/plugin.js'], format: 'esm', outfile: join(tasklist, 'scripts/homeward.js') }),
  build({ ...shared, entryPoints: ['tasklist/user-styles.css'], outfile: join(tasklist, 'styles/user-styles.css') }),
  cp(join(here, 'formhost/host.html'), join(formhost, 'host.html')),
  cp(join(here, 'tasklist/config.js'), join(tasklist, 'scripts/config.js')),
]);
