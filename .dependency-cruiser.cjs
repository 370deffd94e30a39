/**
 * The import rules of docs/architecture.md, as the build enforces them. Each room of src/gateway lists the rooms it
 * may import; a new room must be added here before it can be imported by anybody.
 */
const rooms = {
  exchange: [],
  config: ['exchange'],
  catalog: ['exchange'],
  conversations: ['exchange'],
  dialects: ['exchange'],
  counting: ['exchange', 'dialects'],
  routing: ['exchange'],
  upstream: ['exchange', 'dialects'],
  attempts: ['exchange', 'dialects', 'routing', 'upstream', 'conversations'],
  storage: ['exchange'],
  metering: ['exchange', 'catalog', 'storage'],
  tracing: ['exchange', 'storage'],
  ingress: [
    'exchange',
    'config',
    'catalog',
    'conversations',
    'dialects',
    'counting',
    'routing',
    'upstream',
    'attempts',
    'storage',
    'metering',
    'tracing',
  ],
  admin: [
    'exchange',
    'config',
    'catalog',
    'conversations',
    'dialects',
    'counting',
    'routing',
    'upstream',
    'attempts',
    'storage',
    'metering',
    'tracing',
  ],
};

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `${room}-may-import-only`,
  comment: `src/gateway/${room} may import: ${['itself', ...allowed].join(', ')}.`,
  severity: 'error',
  from: { path: `^src/gateway/${room}/` },
  to: {
    path: '^src/',
    pathNot: [
      `^src/gateway/(${[room, ...allowed].join('|')})/`,
      // The control API's contract is shared by everybody who speaks it.
      ...(room === 'admin' ? ['^src/control/'] : []),
    ],
  },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'demo-alone-knows-dialects',
      comment: 'Of the upstream room only the demo provider speaks dialects; the rest moves bytes.',
      severity: 'error',
      from: { path: '^src/gateway/upstream/', pathNot: '^src/gateway/upstream/demo/' },
      to: { path: '^src/gateway/dialects/' },
    },
    {
      name: 'known-rooms-only',
      comment:
        'A new room of the gateway needs a line in the table above and a sentence in docs/architecture.md.',
      severity: 'error',
      from: {},
      to: {
        path: '^src/gateway/[^/]+/',
        pathNot: `^src/gateway/(${Object.keys(rooms).join('|')})/`,
      },
    },
    {
      name: 'gateway-knows-no-host',
      comment: 'The gateway runs in the extension, on the command line and in tests; it knows none of them.',
      severity: 'error',
      from: { path: '^src/gateway/' },
      to: { path: '^src/(vscode|headless|machine|gateway-thread|windows|sessions|clients|drill)/' },
    },
    {
      name: 'machine-knows-no-host',
      comment: 'What hosts ask of the machine is the same for all of them.',
      severity: 'error',
      from: { path: '^src/machine/' },
      to: { path: '^src/(vscode|headless|gateway-thread|windows|sessions|clients|drill)/' },
    },
    {
      name: 'extension-leaves-the-gateway-to-its-thread',
      comment:
        'The extension speaks with the gateway by messages and by the control API, of which it may know the types: activation takes under 20 ms.',
      severity: 'error',
      from: { path: '^src/(vscode/|extension\\.ts)' },
      to: {
        path: '^(src/gateway/|src/control/(?!client.ts)|src/headless/|node_modules/(fastify|undici|zod)/)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'vscode-only-in-its-folder',
      comment: 'Only src/vscode and the entry of the extension may import vscode.',
      severity: 'error',
      from: { pathNot: '^src/(vscode/|extension\\.ts)' },
      to: { path: '^vscode$' },
    },
    {
      name: 'control-is-a-contract',
      comment: 'The control API is described without the gateway: only its vocabulary may be named.',
      severity: 'error',
      from: { path: '^src/control/' },
      to: { path: '^src/', pathNot: '^src/(control|gateway/exchange)/' },
    },
    {
      name: 'product-imports-no-tests',
      severity: 'error',
      from: { path: '^(src|webview)/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    {
      name: 'no-development-dependencies',
      comment:
        'What ships is bundled; only what is listed under dependencies may be imported by the product.',
      severity: 'error',
      from: { path: '^(src|webview)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg'], pathNot: '@types/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^vscode$' } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
