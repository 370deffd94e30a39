/** The text of `patchbay --help`. */
export const help = `Patchbay, an LLM gateway: one local address for Codex, Claude Code, Gemini CLI and every SDK.

Usage: patchbay <command> [flags]

Commands
  serve              run the gateway until it is stopped (Ctrl-C lets running answers finish; twice ends at once)
  status             show the gateway that runs for this user
  explain MODEL      show who would answer a request for a model now, and why not the others
  recipes [client]   print the lines that point a client at it: curl, codex, claude-code, gemini-cli, openai-sdk
  keys list          show who may use it: keys, what they may, when they were last used
  keys add ID        make a key for somebody; it is shown once
  keys revoke ID     end a key now
  env <client>       print that client's environment alone, for: eval "$(patchbay env claude-code)"

Flags
  --config FILE      config file, JSON with comments (default: ~/.config/patchbay/config.jsonc; none: demo only)
  --host HOST        address to listen at (default: listen.host of the config, else 127.0.0.1)
  --port N           port to listen at, 0 for a free one (default: listen.port of the config, else 4000)
  --data-dir DIR     database, keys and caches (default: ~/.local/share/patchbay)
  --profile NAME     a config, data directory and discovery of its own
  --log-level LEVEL  debug, info, warn or error (default: info)
  --dialect DIALECT  with explain: how the client speaks (default: openai-chat)
  --client ID        with explain: whose key it comes with (default: one that may use everything)
  --json             with explain: the control API's answer as it is
  --welcome          with serve: print the clients' lines once it runs
  --role, --models, --providers, --mode, --expires, --name
                     with keys add: admin, manager or user (default); patterns such as "gpt-*,claude-*"; ids of
                     providers; preferred, balanced, latency or price; a time such as 30d, 12h or 2027-01-31; a name
                     for people
  --json             with keys: answer in JSON
  --help, --version

serve writes one JSON line on standard output once it accepts connections, {"event":"listening","url":…,"pid":…},
and everything else on standard error. Exit codes: 0 fine, 1 failed, 2 wrong flags or config, 3 port in use.`;
