import { parse } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { codexSetup } from '../../../src/clients/setup/codex-setup.ts';
import { SetupRefusal } from '../../../src/clients/setup/setup-refusal.ts';
import { changeOf, thereAndBack } from './texts.ts';

const setup = codexSetup('http://127.0.0.1:4000');
const provider = changeOf(setup, 'provider');
const ownProcess = changeOf(setup, 'own-process');

const table = [
  '[model_providers.patchbay]',
  'name = "Patchbay"',
  'base_url = "http://127.0.0.1:4000/v1"',
  'wire_api = "responses"',
  'env_key = "PATCHBAY_KEY"',
];
const values = {
  name: 'Patchbay',
  base_url: 'http://127.0.0.1:4000/v1',
  wire_api: 'responses',
  env_key: 'PATCHBAY_KEY',
};
const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;

describe('the provider', () => {
  test('is all of a new file', () => {
    expect(provider.apply('')).toBe(lines('model_provider = "patchbay"', '', ...table));
  });

  test('is chosen behind the other keys of the top, its table stands at the end', () => {
    const text = lines('# mine', 'model = "gpt-5.5"  # fast', '', '[mcp_servers.x]', "command = 'npx'");
    expect(provider.apply(text)).toBe(
      lines(
        '# mine',
        'model = "gpt-5.5"  # fast',
        'model_provider = "patchbay"',
        '',
        '[mcp_servers.x]',
        "command = 'npx'",
        '',
        ...table,
      ),
    );
  });

  test('takes the place of another one, and gives it back in its own spelling', () => {
    const text = lines("model_provider = 'azure' # at work");
    const former = provider.edit(text).former;
    const applied = provider.apply(text);
    expect(applied).toBe(lines('model_provider = "patchbay" # at work', '', ...table));
    expect(provider.revert(applied, former)).toBe(text);
  });

  test('with an old address gets the new one; keys that somebody added stay', () => {
    const text = lines(
      'model_provider = "patchbay"',
      '[model_providers.patchbay]',
      "name = 'Patchbay'",
      'base_url = "http://127.0.0.1:5000/v1" # old',
      'stream_idle_timeout_ms = 3_000',
    );
    expect(provider.apply(text)).toBe(
      lines(
        'model_provider = "patchbay"',
        '[model_providers.patchbay]',
        "name = 'Patchbay'",
        'base_url = "http://127.0.0.1:4000/v1" # old',
        'stream_idle_timeout_ms = 3_000',
        'wire_api = "responses"',
        'env_key = "PATCHBAY_KEY"',
      ),
    );
  });

  test('is never named OpenAI, which would turn on remote compaction', () => {
    expect(provider.apply('').toLowerCase()).not.toContain('"openai"');
  });

  test('holds no key', () => {
    expect(provider.apply('')).toContain('env_key = "PATCHBAY_KEY"');
  });
});

describe('a process of its own', () => {
  test.each([
    ['no features', 'a = 1\n', 'a = 1\n\n[features]\ndaemon_auto_start = false\n'],
    [
      'a table of them',
      '[features]\nx = true # c\n\n# next\n[b]\n',
      '[features]\nx = true # c\ndaemon_auto_start = false\n\n# next\n[b]\n',
    ],
    ['an empty table', '  [ features ] # f\n[b]\n', '  [ features ] # f\n  daemon_auto_start = false\n[b]\n'],
    ['an inline table', 'features = { x = true }\n', 'features = { x = true, daemon_auto_start = false }\n'],
    ['an empty inline table', 'features = {}\n', 'features = { daemon_auto_start = false }\n'],
    [
      'dotted keys',
      'features.x = true\nb = 1\n',
      'features.x = true\nfeatures.daemon_auto_start = false\nb = 1\n',
    ],
    [
      'only a table below',
      '[features.x]\na = 1\n',
      '[features.x]\na = 1\n\n[features]\ndaemon_auto_start = false\n',
    ],
    ['the opposite', '[features]\ndaemon_auto_start=true\n', '[features]\ndaemon_auto_start=false\n'],
    ['the same', '["features"]\n"daemon_auto_start" = false', '["features"]\n"daemon_auto_start" = false'],
  ])('with %s', (_, before, after) => {
    expect(ownProcess.apply(before)).toBe(after);
    expect(ownProcess.isApplied(before)).toBe(before === after);
    expect(ownProcess.isApplied(after)).toBe(true);
    expect(ownProcess.revert(after, ownProcess.edit(before).former)).toBe(before);
  });
});

/** Texts on which editors of TOML are known to stumble. Each is valid. */
const nasty: Readonly<Record<string, string>> = {
  'nothing at all': '',
  'one blank line': '\n',
  'blanks only': '  \t ',
  'a comment only': '# hi',
  'a byte order mark only': '\ufeff',
  'a byte order mark before a key': '\ufeffmodel = "x"\n',
  'a byte order mark before a table': '\ufeff[a]\nb = 1\n',
  'Windows line endings': '# top\r\nmodel = "x"\r\n\r\n[features]\r\n\tx = true\r\n\r\n[a]\r\nb = 1\r\n',
  'mixed line endings': 'a = 1\r\nb = 2\n[c]\r\nd = 3\n',
  'no line ending at the end': '[a]\nb = 1',
  'a Windows file without the last line ending': 'a = 1\r\n[features]\r\nx = true',
  'many blank lines at the end': 'a = 1\n\n\n\n',
  'a comment without line ending at the end': 'a = 1\n[b]\n# c',
  'a header at the end': 'a = 1\n[features]',
  'headers in a text': 'a = """\n[features]\ndaemon_auto_start = true # no\n"""\n[b]\nc = 1\n',
  'headers in a literal text': "a = '''\n[model_providers.patchbay]\n\"\"\"\n'''\n",
  'a text that ends in quotes': 'a = """x"""""\n',
  'a hash in a text': 'a = "# no comment" # a comment\n',
  'an array of many lines': 'args = [ # first\n  "a", # [features]\n  "b"\n] # last\n[c]\n',
  'brackets in a header': '["a]b".\'c[d\'] # e ]\nx = 1\n',
  'quoted keys':
    '"model_provider" = "x"\n\'model_providers\'."other".name = \'o\'\n"fea\\u0074ures".x = true\n',
  'blanks in headers and keys': '[ model_providers . other ]\n  name   =   "o"\nhttp_headers . "X-A" = "1"\n',
  'another provider':
    '[model_providers.other]\nname = "o"\n\n[model_providers.other.http_headers]\nX = "1"\n',
  'all providers in one table': '[model_providers]\nother = { name = "o" }\nthird.name = "t"\n\n[z]\na = 1\n',
  'all providers in one inline table': 'model_providers = {other={name="o"}}\n',
  'our provider with dotted keys':
    'model_providers.patchbay.name = "old"\nmodel_providers.patchbay.base_url="u"\n',
  'our provider in an inline table': '[model_providers]\npatchbay = { name = "old", base_url = "u" } # p\n',
  'an empty inline provider': 'model_providers.patchbay = { }\n',
  'a parent behind its child': '[model_providers.other.http_headers]\nX = "1"\n[model_providers]\n',
  'profiles with providers of their own':
    '[profiles.work]\nmodel_provider = "azure"\n[profiles.work.features]\nx = 1\n',
  'tables of an array with our names':
    '[[x]]\n[x.features]\ndaemon_auto_start = true\n[[x]]\nmodel_provider = "y"\n',
  'Windows paths as keys':
    '[projects.\'C:\\Users\\x\']\ntrust_level = "trusted"\n[projects."D:\\\\y"]\na = 1\n',
  'keys of Object.prototype': '__proto__.x = 1\nconstructor = "a"\n[toString]\na = 1\n',
  'dates and numbers':
    'a = 1979-05-27 07:32:00Z\nb = 07:32:00.5\nc = 1_000.5e+1\nd = 0xFF\ne = -inf\nf = 1979-05-27\n',
  'numbers beyond 53 bits': 'a = 9223372036854775807\n',
  'characters of two units': '# 😀\nmodel = "😀" # 😀\n["😀"]\nx = "😀"\n',
  'a value that is no text': 'model_provider = 3\n[features]\ndaemon_auto_start = "no"\n',
  'an empty text for a provider': 'model_provider = """"""\n',
  'keys that only begin like ours':
    'model_provider_x = 1\n[features_x]\n[model_providers.patchbay2]\nname = "2"\n',
};

describe('a file with', () => {
  test.each(Object.entries(nasty))('%s keeps all that is not ours', (_, text) => {
    const { there, back } = thereAndBack(setup, text);
    expect(back).toBe(text);
    expect(setup.changes.every((change) => change.isApplied(there))).toBe(true);
    expect(setup.changes.reduce((now, change) => change.apply(now), there)).toBe(there);
    expect(there.includes('\r\n')).toBe(text.includes('\r\n'));

    const options = { integersAsBigInt: true } as const;
    const before = parse(text, options);
    const { features, model_providers: providers } = before;
    expect(parse(there, options)).toEqual({
      ...before,
      model_provider: 'patchbay',
      model_providers: {
        ...(isTable(providers) ? providers : {}),
        patchbay: {
          ...(isTable(providers) && isTable(providers.patchbay) ? providers.patchbay : {}),
          ...values,
        },
      },
      features: { ...(isTable(features) ? features : {}), daemon_auto_start: false },
    });
  });
});

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

describe('is refused, with the line:', () => {
  const refusal = (text: string): SetupRefusal => {
    try {
      for (const change of setup.changes) change.apply(text);
    } catch (error) {
      if (error instanceof SetupRefusal) return error;
      throw error;
    }
    throw new Error('it was not refused');
  };

  test.each([
    ['no TOML', 'a = 1\nb 2\n', 'syntax', 2],
    ['a key twice', 'a = 1\n\na = 2\n', 'syntax', 3],
    ['a table twice', '[features]\n[features]\n', 'syntax', 2],
    ['a table over dotted keys', 'features.a = 1\n[features]\nb = 1\n', 'syntax', 2],
    ['a text without an end', 'a = "\n', 'syntax', 1],
    ['a Windows path in double quotes', 'a = 1\nb = "C:\\Users"\n', 'syntax', 2],
    ['a conflict of versions', 'a = 1\n<<<<<<< ours\n', 'syntax', 2],
    ['JSON', '{"a": 1}', 'syntax', 1],
    ['old Mac line endings', 'a = 1\rb = 2\r', 'syntax', 1],
    ['features that are no table', 'a = 1\nfeatures = ["x"]\n', 'in-the-way', 2],
    ['an array of features', '[[features]]\na = 1\n', 'in-the-way', 1],
    ['providers in an array', '[[model_providers]]\nname = "x"\n', 'in-the-way', 1],
    ['a provider that is a text', 'model_providers.patchbay = "x"\n', 'in-the-way', 1],
    ['a table where the provider is chosen', '[model_provider]\nname = "x"\n', 'in-the-way', 1],
    ['dotted keys where the provider is chosen', 'model_provider.name = "x"\n', 'in-the-way', 1],
    ['a table where the address belongs', '[model_providers.patchbay.base_url]\n', 'in-the-way', 1],
  ])('%s', (_, text, code, line) => {
    expect(refusal(text)).toMatchObject({ code, line });
  });

  test('arrays in each other without end', () => {
    expect(refusal(`a = ${'['.repeat(50_000)}${']'.repeat(50_000)}`)).toMatchObject({ code: 'syntax' });
  });

  test('a file that is no config by its size', () => {
    expect(refusal('#'.repeat(2 ** 20 + 1))).toMatchObject({ code: 'syntax' });
  });

  test('a replaced array with a comment in it, which would be lost', () => {
    expect(refusal('model_provider = [ # why\n]\n')).toMatchObject({ code: 'not-safe' });
  });
});

describe('after later edits, undoing', () => {
  const undone = (edit: (text: string) => string, before = 'model = "x"\n'): string =>
    provider.revert(edit(provider.apply(before)), provider.edit(before).former);

  test('keeps what was added around ours', () => {
    const later = '# mine\n[tui]\ntheme = "dark"\n';
    expect(undone((text) => `# first\n${text}\n${later}`)).toBe(`# first\nmodel = "x"\n\n${later}`);
  });

  test('leaves a provider that was chosen since', () => {
    expect(undone((text) => text.replace('"patchbay"', '"azure" # back'))).toBe(
      'model = "x"\nmodel_provider = "azure" # back\n',
    );
  });

  test('keeps a comment behind ours', () => {
    expect(undone((text) => text.replace('"patchbay"', '"patchbay" # note'))).toBe('model = "x"\n# note\n');
    expect(undone((text) => text.replace('patchbay]', 'patchbay] # note'))).toBe('model = "x"\n\n# note\n');
  });

  test('leaves our table whole when somebody added to it: Codex refuses a provider with keys missing', () => {
    const more = 'stream_idle_timeout_ms = 3000\n';
    expect(undone((text) => text + more)).toBe(`model = "x"\n\n${lines(...table)}${more}`);
  });

  test('leaves it also when the additions were there first', () => {
    const before = lines('[model_providers.patchbay.http_headers]', 'X = "1"');
    expect(undone((text) => text, before)).toBe(`${before}\n${lines(...table)}`);
  });

  test('leaves our table when a profile uses it', () => {
    const profile = '\n[profiles.p]\nmodel_provider = "patchbay"\n';
    expect(undone((text) => text + profile)).toBe(`model = "x"\n\n${lines(...table)}${profile}`);
  });

  test('leaves the address that somebody changed, with its table', () => {
    expect(undone((text) => text.replace('4000', '4001'))).toBe(
      `model = "x"\n\n${lines(...table).replace('4000', '4001')}`,
    );
  });

  test('has nothing to do when somebody took it out by hand', () => {
    expect(undone(() => 'model = "x"\n')).toBe('model = "x"\n');
  });

  test('removes a table of features only while it is empty', () => {
    const former = ownProcess.edit('').former;
    expect(ownProcess.revert('[features]\ndaemon_auto_start = false\nx = true\n', former)).toBe(
      '[features]\nx = true\n',
    );
    expect(ownProcess.revert('features = { daemon_auto_start = false, x = true }\n', former)).toBe(
      'features = { x = true }\n',
    );
  });
});

describe('the file', () => {
  test.each([
    [{}, '/home/a', 'linux', '/home/a/.codex/config.toml'],
    [{ CODEX_HOME: '' }, '/home/a', 'darwin', '/home/a/.codex/config.toml'],
    [{ CODEX_HOME: '/srv/codex/' }, '/home/a', 'linux', '/srv/codex/config.toml'],
    [{}, 'C:\\Users\\a', 'win32', 'C:\\Users\\a\\.codex\\config.toml'],
    [{ CODEX_HOME: 'conf' }, '/home/a', 'linux', 'conf/config.toml'],
  ] as const)('with %j and home %s on %s', (env, home, platform, path) => {
    expect(setup.file?.(env, home, platform)).toBe(path);
  });
});
