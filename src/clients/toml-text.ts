/** A basic string of TOML 1.0: JSON's escapes are among its own; DEL must be escaped as well. */
export function tomlText(value: string): string {
  return JSON.stringify(value).replaceAll('\u007f', '\\u007F');
}

/** One part of a key: bare where TOML allows it, else in quotes. */
export function tomlKey(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : tomlText(name);
}
