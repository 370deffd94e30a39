// Made by scripts/write-models.mjs from @earendil-works/pi-ai 1.5.2 (MIT; see NOTICE.md), 2026-11-10.

/**
 * `@provider host …`, then its models: name, context, output, what it takes (i images, d documents, a sound, s JSON
 * by a schema; in capitals: certainly not), how it is told to think, at which levels; `-` where it is not known.
 */
export const snapshot = `\
@anthropic api.anthropic.com
claude-fable-5 1000000 128000 idAs effort low,medium,high,xhigh,max
claude-fable-5-1 1000000 128000 idAs effort low,medium,high,xhigh,max
claude-fable-5-2 1000000 128000 idAs effort low,medium,high,xhigh,max
claude-haiku-4-5 200000 64000 idAs budget
claude-haiku-4-5-20251001 200000 64000 idAs budget
claude-haiku-5-5 1000000 128000 idAs effort low,medium,high,xhigh,max
claude-opus-4-5 200000 64000 idAs budget
claude-opus-4-5-20251101 200000 64000 idAs budget
claude-opus-4-6 1000000 128000 idAs effort low,medium,high,max
claude-opus-4-7 1000000 128000 idAs effort low,medium,high,xhigh,max
claude-opus-4-8 1000000 128000 idAs effort low,medium,high,xhigh,max
claude-opus-5 1000000 128000 idAs effort low,medium,high,xhigh,max
claude-opus-5-5 1000000 128000 idAs effort low,medium,high,xhigh,max
claude-sonnet-4-5 200000 64000 idAs budget
claude-sonnet-4-5-20250929 200000 64000 idAs budget
claude-sonnet-4-6 1000000 128000 idAs effort low,medium,high,max
claude-sonnet-5 1000000 128000 idAs effort low,medium,high,xhigh,max
claude-sonnet-5-5 1000000 128000 idAs effort low,medium,high,xhigh,max
@openai api.openai.com
chat-latest 400000 128000 ids effort low,medium,high
gpt-4 8192 8192 I none
gpt-4-turbo 128000 4096 id none
gpt-4.1 1047576 32768 ids none
gpt-4.1-mini 1047576 32768 ids none
gpt-4.1-nano 1047576 32768 ids none
gpt-4o 128000 16384 ids none
gpt-4o-2024-05-13 128000 4096 id none
gpt-4o-2024-08-06 128000 16384 ids none
gpt-4o-2024-11-20 128000 16384 ids none
gpt-4o-mini 128000 16384 ids none
gpt-5 400000 128000 ids effort minimal,low,medium,high
gpt-5-chat-latest 128000 16384 ids none
gpt-5-mini 400000 128000 ids effort minimal,low,medium,high
gpt-5-nano 400000 128000 ids effort minimal,low,medium,high
gpt-5-pro 400000 128000 ids effort high
gpt-5.1 400000 128000 ids effort none,low,medium,high
gpt-5.2 400000 128000 ids effort none,low,medium,high,xhigh
gpt-5.2-pro 400000 128000 ids effort medium,high,xhigh
gpt-5.3-codex 400000 128000 ids effort none,low,medium,high,xhigh
gpt-5.3-codex-spark 128000 32000 ids effort low,medium,high,xhigh
gpt-5.4 1050000 128000 ids effort none,low,medium,high,xhigh
gpt-5.4-mini 400000 128000 ids effort none,low,medium,high,xhigh
gpt-5.4-nano 400000 128000 ids effort none,low,medium,high,xhigh
gpt-5.4-pro 1050000 128000 ids effort medium,high,xhigh
gpt-5.5 1050000 128000 ids effort none,low,medium,high,xhigh
gpt-5.5-pro 1050000 128000 ids effort medium,high,xhigh
gpt-5.6-cyber 400000 128000 ids effort low,medium,high,xhigh,max
gpt-5.6-luna 1050000 128000 ids effort none,low,medium,high,xhigh,max
gpt-5.6-sol 1050000 128000 ids effort none,low,medium,high,xhigh,max
gpt-5.6-terra 1050000 128000 ids effort none,low,medium,high,xhigh,max
gpt-6-astra 1050000 128000 ids effort low,medium,high,xhigh,max
gpt-6-luna 1050000 128000 ids effort none,low,medium,high,xhigh,max
gpt-6-sol 1050000 128000 ids effort none,low,medium,high,xhigh,max
gpt-6.1-sol 1050000 128000 ids effort low,medium,high,xhigh,max
gpt-6.1-terra 1050000 128000 ids effort none,low,medium,high,xhigh,max
gpt-daybreak-blue-latest 1050000 128000 ids effort none,low,medium,high,xhigh,max
gpt-daybreak-red-latest 400000 128000 ids effort none,low,medium,high,xhigh,max
o1 200000 100000 ids effort low,medium,high
o1-pro 200000 100000 ids effort low,medium,high
o3 200000 100000 ids effort low,medium,high
o3-mini 200000 100000 Is effort low,medium,high
o3-pro 200000 100000 ids effort low,medium,high
o4-mini 200000 100000 ids effort low,medium,high
@openai-codex chatgpt.com
gpt-5.6-luna 272000 128000 ids effort low,medium,high,xhigh,max
gpt-5.6-sol 272000 128000 ids effort low,medium,high,xhigh,max
gpt-5.6-terra 272000 128000 ids effort low,medium,high,xhigh,max
gpt-6-astra 272000 128000 ids effort low,medium,high,xhigh,max
gpt-6-luna 272000 128000 ids effort none,low,medium,high,xhigh,max
gpt-6-sol 272000 128000 ids effort none,low,medium,high,xhigh,max
gpt-6.1-sol 500000 128000 ids effort low,medium,high,xhigh,max
gpt-6.1-terra 500000 128000 ids effort none,low,medium,high,xhigh,max
@google generativelanguage.googleapis.com
deep-research-max-preview-04-2026 1048576 65536 i
deep-research-preview-04-2026 1048576 65536 i
gemini-2.5-computer-use-preview-10-2025 128000 64000 idas budget
gemini-2.5-flash 1048576 65536 idas budget
gemini-2.5-flash-lite 1048576 65536 idas budget
gemini-2.5-pro 1048576 65536 idas budget
gemini-3-flash-preview 1048576 65536 idas effort minimal,low,medium,high
gemini-3.1-flash-lite 1048576 65536 idas effort minimal,low,medium,high
gemini-3.1-flash-lite-preview 1048576 65536 idas effort minimal,low,medium,high
gemini-3.1-pro-preview 1048576 65536 idas effort low,medium,high
gemini-3.1-pro-preview-customtools 1048576 65536 idas effort low,medium,high
gemini-3.5-flash 1048576 65536 idas effort minimal,low,medium,high
gemini-3.5-flash-lite 1048576 65536 idas effort minimal,low,medium,high
gemini-3.6-flash 1048576 65536 idas effort minimal,low,medium,high
gemini-3.7-flash 1048576 65536 idas effort low,medium,high
gemini-3.8-flash 1048576 65536 idas effort low,medium,high
gemini-4-argon 1048576 32768 idas effort low,medium,high
gemini-flash-latest 1048576 65536 idas effort minimal,low,medium,high
gemini-flash-lite-latest 1048576 65536 idas effort minimal,low,medium,high
gemini-pro-latest 1048576 65536 idas effort low,medium,high
gemini-robotics-er-2-preview 131072 65536 idas effort minimal,low,medium,high
gemma-4-26b-a4b-it 262144 32768 i effort minimal,high
gemma-4-31b-it 262144 32768 i effort minimal,high
@google-vertex aiplatform.googleapis.com
gemini-2.5-flash 1048576 65536 idas budget
gemini-2.5-flash-lite 1048576 65536 idas budget
gemini-2.5-pro 1048576 65536 idas budget
gemini-3-flash-preview 1048576 65536 idas effort minimal,low,medium,high
gemini-3.1-flash-lite 1048576 65536 idas effort minimal,low,medium,high
gemini-3.1-pro-preview 1048576 65536 idas effort low,medium,high
gemini-3.1-pro-preview-customtools 1048576 65536 idas effort low,medium,high
gemini-3.5-flash 1048576 65536 idas effort minimal,low,medium,high
gemini-3.5-flash-lite 1048576 65536 idas effort minimal,low,medium,high
gemini-3.6-flash 1048576 65536 idas effort minimal,low,medium,high
gemini-3.7-flash 1048576 65536 idas effort low,medium,high
gemini-3.8-flash 1048576 65536 idas effort low,medium,high
gemini-4-argon 1048576 65536 idas effort low,medium,high
@github-copilot api.githubcopilot.com api.individual.githubcopilot.com
claude-fable-5 1000000 128000 i effort low,medium,high,xhigh,max
claude-fable-5.1 1000000 128000 i effort low,medium,high,xhigh,max
claude-haiku-4.5 200000 64000 i budget
claude-haiku-5.5 1000000 128000 i effort low,medium,high,xhigh,max
claude-opus-4.8 1000000 64000 i effort low,medium,high,xhigh,max
claude-opus-5 1000000 64000 i effort low,medium,high,xhigh,max
claude-opus-5.5 1000000 128000 i effort low,medium,high,xhigh,max
claude-sonnet-4.6 1000000 32000 i effort low,medium,high,max
claude-sonnet-5 1000000 128000 i effort low,medium,high,xhigh,max
claude-sonnet-5.5 1000000 128000 i effort low,medium,high,xhigh,max
gemini-3.8-flash 1000000 64000 i
gemini-4-argon 1048576 65536 i
gpt-5.3-codex 1000000 128000 i effort low,medium,high,xhigh
gpt-5.4-nano 400000 128000 i effort low,medium,high,xhigh
gpt-5.6-luna 1050000 128000 i effort low,medium,high,xhigh,max
gpt-5.6-sol 1050000 128000 i effort low,medium,high,xhigh,max
gpt-5.6-terra 1050000 128000 i effort low,medium,high,xhigh,max
gpt-6-astra 1000000 128000 i effort low,medium,high,xhigh,max
gpt-6-luna 1000000 128000 i effort none,low,medium,high,xhigh,max
gpt-6-sol 1000000 128000 i effort none,low,medium,high,xhigh,max
gpt-6.1-sol 1050000 128000 i effort low,medium,high,xhigh,max
gpt-6.1-terra 1050000 128000 i effort none,low,medium,high,xhigh,max
grok-4.5 500000 128000 i effort low,medium,high
grok-4.6 500000 128000 i effort low,medium,high,xhigh
grok-4.7 500000 128000 i effort low,medium,high,xhigh
kimi-k3 1048576 131072 i
mai-code-1.1-flash 256000 128000 i effort low,medium,high
@amazon-bedrock
amazon.nova-2-lite-v1:0 1000000 65535 i
amazon.nova-lite-v1:0 300000 10000 i none
amazon.nova-micro-v1:0 128000 10000 I none
amazon.nova-pro-v1:0 300000 10000 i none
anthropic.claude-fable-5 1000000 128000 idA effort low,medium,high,xhigh,max
anthropic.claude-fable-5-1 1000000 128000 idA effort low,medium,high,xhigh,max
anthropic.claude-fable-5-2 1000000 128000 idA effort low,medium,high,xhigh,max
anthropic.claude-haiku-4-5-20251001-v1:0 200000 64000 idA budget
anthropic.claude-haiku-5-5 1000000 128000 idA effort low,medium,high,xhigh,max
anthropic.claude-opus-4-1-20250805-v1:0 200000 32000 idA budget
anthropic.claude-opus-4-5-20251101-v1:0 200000 64000 idA budget
anthropic.claude-opus-4-6-v1 1000000 128000 idA effort low,medium,high,max
anthropic.claude-opus-4-7 1000000 128000 idA effort low,medium,high,xhigh,max
anthropic.claude-opus-4-8 1000000 128000 idA effort low,medium,high,xhigh,max
anthropic.claude-opus-5-5 1000000 128000 idA effort low,medium,high,xhigh,max
anthropic.claude-sonnet-4-5-20250929-v1:0 200000 64000 idA budget
anthropic.claude-sonnet-4-6 1000000 128000 idA effort low,medium,high,max
anthropic.claude-sonnet-5 1000000 128000 idA effort low,medium,high,xhigh,max
anthropic.claude-sonnet-5-5 1000000 128000 idA effort low,medium,high,xhigh,max
apac.amazon.nova-lite-v1:0 300000 10000 i none
apac.amazon.nova-micro-v1:0 128000 10000 I none
apac.amazon.nova-pro-v1:0 300000 10000 i none
apac.anthropic.claude-sonnet-4-20250514-v1:0 200000 64000 idA budget
au.anthropic.claude-haiku-4-5-20251001-v1:0 200000 64000 idA budget
au.anthropic.claude-haiku-5-5 1000000 128000 idA effort low,medium,high,xhigh,max
au.anthropic.claude-opus-4-6-v1 1000000 128000 idA effort low,medium,high,max
au.anthropic.claude-opus-4-7 1000000 128000 idA effort low,medium,high,xhigh,max
au.anthropic.claude-opus-4-8 1000000 128000 idA effort low,medium,high,xhigh,max
au.anthropic.claude-opus-5 1000000 128000 idA effort low,medium,high,xhigh,max
au.anthropic.claude-opus-5-5 1000000 128000 idA effort low,medium,high,xhigh,max
au.anthropic.claude-sonnet-4-5-20250929-v1:0 200000 64000 idA budget
au.anthropic.claude-sonnet-4-6 1000000 128000 idA effort low,medium,high,max
au.anthropic.claude-sonnet-5 1000000 128000 idA effort low,medium,high,xhigh,max
au.anthropic.claude-sonnet-5-5 1000000 128000 idA effort low,medium,high,xhigh,max
ca.amazon.nova-lite-v1:0 300000 10000 i none
deepseek.v3-v1:0 163840 81920 I
deepseek.v3.2 163840 81920 I
eu.amazon.nova-2-lite-v1:0 1000000 65535 i
eu.amazon.nova-lite-v1:0 300000 10000 i none
eu.amazon.nova-micro-v1:0 128000 10000 I none
eu.amazon.nova-pro-v1:0 300000 10000 i none
eu.anthropic.claude-fable-5 1000000 128000 idA effort low,medium,high,xhigh,max
eu.anthropic.claude-haiku-4-5-20251001-v1:0 200000 64000 idA budget
eu.anthropic.claude-haiku-5-5 1000000 128000 idA effort low,medium,high,xhigh,max
eu.anthropic.claude-opus-4-5-20251101-v1:0 200000 64000 idA budget
eu.anthropic.claude-opus-4-6-v1 1000000 128000 idA effort low,medium,high,max
eu.anthropic.claude-opus-4-7 1000000 128000 idA effort low,medium,high,xhigh,max
eu.anthropic.claude-opus-4-8 1000000 128000 idA effort low,medium,high,xhigh,max
eu.anthropic.claude-opus-5 1000000 128000 idA effort low,medium,high,xhigh,max
eu.anthropic.claude-opus-5-5 1000000 128000 idA effort low,medium,high,xhigh,max
eu.anthropic.claude-sonnet-4-20250514-v1:0 200000 64000 idA budget
eu.anthropic.claude-sonnet-4-5-20250929-v1:0 200000 64000 idA budget
eu.anthropic.claude-sonnet-4-6 1000000 128000 idA effort low,medium,high,max
eu.anthropic.claude-sonnet-5 1000000 128000 idA effort low,medium,high,xhigh,max
eu.anthropic.claude-sonnet-5-5 1000000 128000 idA effort low,medium,high,xhigh,max
eu.mistral.pixtral-large-2502-v1:0 128000 8192 i none
global.amazon.nova-2-lite-v1:0 1000000 65535 i
global.anthropic.claude-fable-5 1000000 128000 idA effort low,medium,high,xhigh,max
global.anthropic.claude-fable-5-1 1000000 128000 idA effort low,medium,high,xhigh,max
global.anthropic.claude-fable-5-2 1000000 128000 idA effort low,medium,high,xhigh,max
global.anthropic.claude-haiku-4-5-20251001-v1:0 200000 64000 idA budget
global.anthropic.claude-haiku-5-5 1000000 128000 idA effort low,medium,high,xhigh,max
global.anthropic.claude-opus-4-5-20251101-v1:0 200000 64000 idA budget
global.anthropic.claude-opus-4-6-v1 1000000 128000 idA effort low,medium,high,max
global.anthropic.claude-opus-4-7 1000000 128000 idA effort low,medium,high,xhigh,max
global.anthropic.claude-opus-4-8 1000000 128000 idA effort low,medium,high,xhigh,max
global.anthropic.claude-opus-5 1000000 128000 idA effort low,medium,high,xhigh,max
global.anthropic.claude-opus-5-5 1000000 128000 idA effort low,medium,high,xhigh,max
global.anthropic.claude-sonnet-4-20250514-v1:0 200000 64000 idA budget
global.anthropic.claude-sonnet-4-5-20250929-v1:0 200000 64000 idA budget
global.anthropic.claude-sonnet-4-6 1000000 128000 idA effort low,medium,high,max
global.anthropic.claude-sonnet-5 1000000 128000 idA effort low,medium,high,xhigh,max
global.anthropic.claude-sonnet-5-5 1000000 128000 idA effort low,medium,high,xhigh,max
global.moonshotai.kimi-k3 1048576 128000 i
global.moonshotai.kimi-k3.1 1048576 1048576 i
global.openai.gpt-5.6-luna 1050000 128000 i
global.openai.gpt-5.6-sol 1050000 128000 i
global.openai.gpt-5.6-terra 1050000 128000 i
global.openai.gpt-6-astra 1050000 128000 i
global.openai.gpt-6-luna 1050000 128000 i
global.openai.gpt-6-sol 1050000 128000 i
global.openai.gpt-6.1-sol 1050000 128000 i
global.openai.gpt-6.1-terra 1050000 128000 i
global.xai.grok-4.6 500000 500000 i
global.xai.grok-4.7 500000 500000 i
global.zai.glm-5.3 1000000 128000 I
google.gemma-4-26b-a4b 262144 32768 i
google.gemma-4-31b 262144 32768 i
google.gemma-4-e2b 131072 8192 i
in.anthropic.claude-haiku-4-5-20251001-v1:0 200000 64000 idA budget
in.anthropic.claude-opus-5 1000000 128000 idA effort low,medium,high,xhigh,max
in.anthropic.claude-sonnet-5 1000000 128000 idA effort low,medium,high,xhigh,max
in.openai.gpt-5.6-luna 1050000 128000 i
in.openai.gpt-5.6-terra 1050000 128000 i
jp.amazon.nova-2-lite-v1:0 1000000 65535 i
jp.anthropic.claude-haiku-4-5-20251001-v1:0 200000 64000 idA budget
jp.anthropic.claude-haiku-5-5 1000000 128000 idA effort low,medium,high,xhigh,max
jp.anthropic.claude-opus-4-7 1000000 128000 idA effort low,medium,high,xhigh,max
jp.anthropic.claude-opus-4-8 1000000 128000 idA effort low,medium,high,xhigh,max
jp.anthropic.claude-opus-5 1000000 128000 idA effort low,medium,high,xhigh,max
jp.anthropic.claude-opus-5-5 1000000 128000 idA effort low,medium,high,xhigh,max
jp.anthropic.claude-sonnet-4-5-20250929-v1:0 200000 64000 idA budget
jp.anthropic.claude-sonnet-4-6 1000000 128000 idA effort low,medium,high,max
jp.anthropic.claude-sonnet-5 1000000 128000 idA effort low,medium,high,xhigh,max
meta.llama3-1-70b-instruct-v1:0 128000 4096 I none
meta.llama3-1-8b-instruct-v1:0 128000 4096 I none
meta.llama3-3-70b-instruct-v1:0 128000 4096 I none
meta.llama4-maverick-17b-instruct-v1:0 1000000 8192 i none
meta.llama4-scout-17b-instruct-v1:0 10000000 8192 i none
minimax.minimax-m2 204608 128000 I
minimax.minimax-m2.1 196608 131072 I
minimax.minimax-m2.5 196608 98304 I
mistral.devstral-2-123b 262144 8192 I none
mistral.magistral-small-2509 128000 40000 i
mistral.ministral-3-14b-instruct 128000 4096 i none
mistral.ministral-3-3b-instruct 256000 8192 i none
mistral.ministral-3-8b-instruct 128000 4096 i none
mistral.mistral-large-3-675b-instruct 262144 8192 i none
mistral.pixtral-large-2502-v1:0 128000 8192 i none
mistral.voxtral-mini-3b-2507 32768 4096 I none
mistral.voxtral-small-24b-2507 32768 8192 I none
moonshot.kimi-k2-thinking 262144 16000 I
moonshotai.kimi-k2.5 262144 16384 i
nvidia.nemotron-nano-12b-v2 131072 8192 i none
nvidia.nemotron-nano-3-30b 262144 8192 I
nvidia.nemotron-nano-9b-v2 131072 8192 I none
nvidia.nemotron-super-3-120b 262144 131072 I
openai.gpt-5.4 1000000 128000 i
openai.gpt-5.5 1000000 128000 i
openai.gpt-5.6-luna 1050000 128000 i
openai.gpt-5.6-sol 1050000 128000 i
openai.gpt-5.6-terra 1050000 128000 i
openai.gpt-6-astra 1050000 128000 i
openai.gpt-6-luna 1050000 128000 i
openai.gpt-6-sol 1050000 128000 i
openai.gpt-6.1-sol 1050000 128000 i
openai.gpt-6.1-terra 1050000 128000 i
openai.gpt-oss-120b 131072 131072 I
openai.gpt-oss-120b-1:0 131072 128000 I
openai.gpt-oss-20b 131072 131072 I
openai.gpt-oss-20b-1:0 131072 128000 I
openai.gpt-oss-safeguard-120b 128000 16384 I
openai.gpt-oss-safeguard-20b 128000 16384 I
qwen.qwen3-235b-a22b-2507-v1:0 262144 131072 I none
qwen.qwen3-32b-v1:0 32768 16384 I
qwen.qwen3-coder-30b-a3b-v1:0 262144 131072 I none
qwen.qwen3-coder-480b-a35b-v1:0 131072 65536 I none
qwen.qwen3-coder-next 262144 65536 I none
qwen.qwen3-next-80b-a3b 262144 262000 I none
qwen.qwen3-vl-235b-a22b 262144 262000 i none
us-gov.openai.gpt-oss-120b-1:0 128000 16384 I
us-gov.openai.gpt-oss-20b-1:0 128000 16384 I
us.amazon.nova-2-lite-v1:0 1000000 65535 i
us.amazon.nova-lite-v1:0 300000 10000 i none
us.amazon.nova-micro-v1:0 128000 10000 I none
us.amazon.nova-premier-v1:0 1000000 10000 i none
us.amazon.nova-pro-v1:0 300000 10000 i none
us.anthropic.claude-fable-5 1000000 128000 idA effort low,medium,high,xhigh,max
us.anthropic.claude-fable-5-1 1000000 128000 idA effort low,medium,high,xhigh,max
us.anthropic.claude-fable-5-2 1000000 128000 idA effort low,medium,high,xhigh,max
us.anthropic.claude-haiku-4-5-20251001-v1:0 200000 64000 idA budget
us.anthropic.claude-haiku-5-5 1000000 128000 idA effort low,medium,high,xhigh,max
us.anthropic.claude-opus-4-1-20250805-v1:0 200000 32000 idA budget
us.anthropic.claude-opus-4-5-20251101-v1:0 200000 64000 idA budget
us.anthropic.claude-opus-4-6-v1 1000000 128000 idA effort low,medium,high,max
us.anthropic.claude-opus-4-7 1000000 128000 idA effort low,medium,high,xhigh,max
us.anthropic.claude-opus-4-8 1000000 128000 idA effort low,medium,high,xhigh,max
us.anthropic.claude-opus-5 1000000 128000 idA effort low,medium,high,xhigh,max
us.anthropic.claude-opus-5-5 1000000 128000 idA effort low,medium,high,xhigh,max
us.anthropic.claude-sonnet-4-20250514-v1:0 200000 64000 idA budget
us.anthropic.claude-sonnet-4-5-20250929-v1:0 200000 64000 idA budget
us.anthropic.claude-sonnet-4-6 1000000 128000 idA effort low,medium,high,max
us.anthropic.claude-sonnet-5 1000000 128000 idA effort low,medium,high,xhigh,max
us.anthropic.claude-sonnet-5-5 1000000 128000 idA effort low,medium,high,xhigh,max
us.meta.llama3-1-70b-instruct-v1:0 128000 4096 I none
us.meta.llama3-1-8b-instruct-v1:0 128000 4096 I none
us.meta.llama3-3-70b-instruct-v1:0 128000 4096 I none
us.meta.llama4-maverick-17b-instruct-v1:0 1000000 8192 i none
us.meta.llama4-scout-17b-instruct-v1:0 10000000 8192 i none
us.mistral.pixtral-large-2502-v1:0 128000 8192 i none
us.moonshotai.kimi-k3 1048576 128000 i
us.moonshotai.kimi-k3.1 1048576 1048576 i
us.openai.gpt-5.6-luna 1050000 128000 i
us.openai.gpt-5.6-sol 1050000 128000 i
us.openai.gpt-5.6-terra 1050000 128000 i
us.openai.gpt-6-astra 1050000 128000 i
us.openai.gpt-6-luna 1050000 128000 i
us.openai.gpt-6-sol 1050000 128000 i
us.openai.gpt-6.1-sol 1050000 128000 i
us.openai.gpt-6.1-terra 1050000 128000 i
us.writer.palmyra-x4-v1:0 122880 8192 I
us.writer.palmyra-x5-v1:0 1040000 8192 I
us.xai.grok-4.6 500000 500000 i
us.xai.grok-4.7 500000 500000 i
us.zai.glm-5.3 1000000 128000 I
writer.palmyra-x4-v1:0 122880 8192 I
writer.palmyra-x5-v1:0 1040000 8192 I
xai.grok-4.3 1000000 131072 i
xai.grok-4.6 500000 500000 i
zai.glm-4.7 202752 131072 I
zai.glm-4.7-flash 202752 131072 I
zai.glm-5 202752 131072 I
@azure
chat-latest 400000 128000 ids effort low,medium,high
deepseek-v4-pro 1000000 384000 Is effort low,medium,high
gpt-4 8192 8192 I none
gpt-4-turbo 128000 4096 id none
gpt-4.1 1047576 32768 ids none
gpt-4.1-mini 1047576 32768 ids none
gpt-4.1-nano 1047576 32768 ids none
gpt-4o 128000 16384 ids none
gpt-4o-2024-05-13 128000 4096 id none
gpt-4o-2024-08-06 128000 16384 ids none
gpt-4o-2024-11-20 128000 16384 ids none
gpt-4o-mini 128000 16384 ids none
gpt-5 400000 128000 ids effort low,medium,high
gpt-5-chat-latest 128000 16384 ids none
gpt-5-mini 400000 128000 ids effort low,medium,high
gpt-5-nano 400000 128000 ids effort low,medium,high
gpt-5-pro 400000 128000 ids effort low,medium,high
gpt-5.1 400000 128000 ids effort low,medium,high
gpt-5.2 400000 128000 ids effort low,medium,high,xhigh
gpt-5.2-pro 400000 128000 ids effort low,medium,high,xhigh
gpt-5.3-codex 400000 128000 ids effort low,medium,high,xhigh
gpt-5.3-codex-spark 128000 32000 ids effort low,medium,high,xhigh
gpt-5.4 1050000 128000 ids effort low,medium,high,xhigh
gpt-5.4-mini 400000 128000 ids effort low,medium,high,xhigh
gpt-5.4-nano 400000 128000 ids effort low,medium,high,xhigh
gpt-5.4-pro 1050000 128000 ids effort low,medium,high,xhigh
gpt-5.5 1050000 128000 ids effort low,medium,high,xhigh
gpt-5.5-pro 1050000 128000 ids effort medium,high,xhigh
gpt-5.6-cyber 400000 128000 ids effort low,medium,high,xhigh,max
gpt-5.6-luna 1050000 128000 ids effort low,medium,high,xhigh,max
gpt-5.6-sol 1050000 128000 ids effort low,medium,high,xhigh,max
gpt-5.6-terra 1050000 128000 ids effort low,medium,high,xhigh,max
gpt-6-astra 1050000 128000 ids effort low,medium,high,xhigh,max
gpt-6-luna 1050000 128000 ids effort none,low,medium,high,xhigh,max
gpt-6-sol 1050000 128000 ids effort none,low,medium,high,xhigh,max
gpt-6.1-sol 1050000 128000 ids effort low,medium,high,xhigh,max
gpt-6.1-terra 1050000 128000 ids effort none,low,medium,high,xhigh,max
gpt-daybreak-blue-latest 1050000 128000 ids effort low,medium,high
gpt-daybreak-red-latest 400000 128000 ids effort low,medium,high
o1 200000 100000 ids effort low,medium,high
o1-pro 200000 100000 ids effort low,medium,high
o3 200000 100000 ids effort low,medium,high
o3-mini 200000 100000 Is effort low,medium,high
o3-pro 200000 100000 ids effort low,medium,high
o4-mini 200000 100000 ids effort low,medium,high
@openrouter openrouter.ai
aion-labs/aion-2.0 131072 32768 I effort low,medium,high
aion-labs/aion-3.0 131072 32768 I effort low,medium,high
aion-labs/aion-3.0-mini 131072 32768 I effort low,medium,high
aion-labs/aion-3.5 262144 32768 I effort low,high,max
aion-labs/aion-3.5-mini 262144 32768 I effort low,high,max
amazon/nova-2-lite-v1 1000000 65535 i effort low,medium,high
amazon/nova-lite-v1 300000 5120 i none
amazon/nova-micro-v1 128000 5120 I none
amazon/nova-premier-v1 1000000 32000 i none
amazon/nova-pro-v1 300000 5120 i none
anthropic/claude-fable-5 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-fable-5.1 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-fable-5.1:batch 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-fable-5.2 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-fable-5.2:batch 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-fable-5:batch 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-haiku-4.5 200000 64000 i budget
anthropic/claude-haiku-4.5:batch 200000 64000 i effort low,medium,high
anthropic/claude-haiku-5.5 1000000 128000 i effort none,low,medium,high,xhigh,max
anthropic/claude-haiku-5.5:batch 1000000 128000 i effort none,low,medium,high,xhigh,max
anthropic/claude-opus-4.1 200000 32000 i budget
anthropic/claude-opus-4.1:batch 200000 32000 i effort low,medium,high
anthropic/claude-opus-4.5 200000 64000 i budget
anthropic/claude-opus-4.5:batch 200000 64000 i effort low,medium,high
anthropic/claude-opus-4.6 1000000 128000 i effort none,low,medium,high,max
anthropic/claude-opus-4.6:batch 1000000 128000 i effort none,low,medium,high,max
anthropic/claude-opus-4.7 1000000 128000 i effort none,low,medium,high,xhigh,max
anthropic/claude-opus-4.7:batch 1000000 128000 i effort none,low,medium,high,xhigh,max
anthropic/claude-opus-4.8 1000000 128000 i effort none,low,medium,high,xhigh,max
anthropic/claude-opus-4.8:batch 1000000 128000 i effort none,low,medium,high,xhigh,max
anthropic/claude-opus-5 1000000 128000 i effort none,low,medium,high,xhigh,max
anthropic/claude-opus-5.5 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-opus-5.5:batch 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-opus-5:batch 1000000 128000 i effort none,low,medium,high,xhigh,max
anthropic/claude-sonnet-4.5 1000000 64000 i budget
anthropic/claude-sonnet-4.5:batch 1000000 64000 i effort low,medium,high
anthropic/claude-sonnet-4.6 1000000 128000 i effort none,low,medium,high,max
anthropic/claude-sonnet-4.6:batch 1000000 128000 i effort none,low,medium,high,max
anthropic/claude-sonnet-5 1000000 128000 i effort none,low,medium,high,xhigh,max
anthropic/claude-sonnet-5.5 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-sonnet-5.5:batch 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-sonnet-5:batch 1000000 128000 i effort none,low,medium,high,xhigh,max
auto 2000000 30000 i effort low,medium,high
bytedance-seed/seed-1.6 262144 32768 i effort low,medium,high
bytedance-seed/seed-1.6-flash 262144 32768 i effort low,medium,high
bytedance-seed/seed-2-1-turbo 262144 - i effort low,medium,high
bytedance-seed/seed-2.0-code 262144 131072 i effort none,low,medium,high
bytedance-seed/seed-2.0-lite 262144 131072 i effort none,minimal,low,medium,high
bytedance-seed/seed-2.0-mini 262144 131072 i effort none,minimal,low,medium,high
cohere/command-a 256000 8192 I none
cohere/command-a-plus 192000 64000 i effort low,medium,high
cohere/command-r-08-2024 128000 4000 I none
cohere/command-r-plus-08-2024 128000 4000 I none
cohere/command-r7b-12-2024 128000 4000 I none
cohere/north-mini-code:free 256000 64000 I effort low,medium,high
deepseek/deepseek-chat 163840 16384 I none
deepseek/deepseek-chat-v3-0324 128000 - I none
deepseek/deepseek-chat-v3.1 163840 - I effort low,medium,high
deepseek/deepseek-r1-0528 163840 32768 I effort low,medium,high
deepseek/deepseek-v3.1-terminus 163840 - I effort low,medium,high
deepseek/deepseek-v3.2 163840 - I effort low,medium,high
deepseek/deepseek-v3.2-exp 163840 - I effort low,medium,high
deepseek/deepseek-v4-flash 1048575 - I effort none,high,xhigh
deepseek/deepseek-v4-flash-0731 1048576 - I effort none,low,high,max
deepseek/deepseek-v4-flash-0731:batch 1048576 384000 I effort none,low,high,max
deepseek/deepseek-v4-flash-vision-exp 1048575 - i effort none,low,high,max
deepseek/deepseek-v4-pro 1024000 384000 I effort none,high,xhigh
deepseek/deepseek-v4-pro-0813 1048576 - I effort none,low,high,max
deepseek/deepseek-v4.1-flash 1048576 - i effort none,low,high,max
deepseek/deepseek-v4.1-flash-1017 1048576 - i effort none,low,high,max
deepseek/deepseek-v4.1-flash-1017:batch 1048576 - i effort none,low,high,max
deepseek/deepseek-v4.1-flash:batch 1048576 131072 i effort none,low,high,max
dots-studio/dots-3-note-preview:free 512000 - i effort low,medium,high
elorian/glimpse 262144 256000 i effort low,medium,high
fireworks/ember-1 1048576 - i effort none,low,high,max
google/gemini-2.5-flash 1048576 65535 i effort low,medium,high
google/gemini-2.5-flash-lite 1048576 65535 i effort low,medium,high
google/gemini-2.5-pro 1048576 65536 i effort low,medium,high
google/gemini-2.5-pro-preview 1048576 65536 i effort low,medium,high
google/gemini-3-flash-preview 1048576 65536 i effort none,minimal,low,medium,high
google/gemini-3-flash-preview:batch 1048576 65536 i effort none,minimal,low,medium,high
google/gemini-3-pro-image 65536 32768 i effort low,medium,high
google/gemini-3.1-flash-lite 1048576 65536 i effort none,minimal,low,medium,high
google/gemini-3.1-flash-lite-preview 1048576 65536 i effort none,minimal,low,medium,high
google/gemini-3.1-flash-lite:batch 1048576 65536 i effort none,minimal,low,medium,high
google/gemini-3.1-pro-preview 1048576 65536 i effort low,medium,high
google/gemini-3.1-pro-preview-customtools 1048576 65536 i effort low,medium,high
google/gemini-3.1-pro-preview:batch 1048576 65536 i effort low,medium,high
google/gemini-3.5-flash 1048576 65536 i effort minimal,low,medium,high
google/gemini-3.5-flash-lite 1048576 65536 i effort minimal,low,medium,high
google/gemini-3.5-flash-lite:batch 1048576 65536 i effort minimal,low,medium,high
google/gemini-3.5-flash:batch 1048576 65536 i effort minimal,low,medium,high
google/gemini-3.6-flash 1048576 65536 i effort minimal,low,medium,high
google/gemini-3.6-flash:batch 1048576 65536 i effort minimal,low,medium,high
google/gemini-3.7-flash 1048576 65536 i effort low,medium,high
google/gemini-3.7-flash:batch 1048576 65536 i effort low,medium,high
google/gemini-3.8-flash 1048576 65536 i effort low,medium,high
google/gemini-3.8-flash:batch 1048576 65536 i effort low,medium,high
google/gemini-4-argon 1048576 - i effort low,medium,high
google/gemini-4-argon:batch 1048576 - i effort low,medium,high
google/gemini-nano-banana-2.1 65536 - i effort none,minimal,high
google/gemma-3-12b-it 131072 16384 i none
google/gemma-3-27b-it 131072 - i none
google/gemma-4-26b-a4b-it 256000 128000 i effort low,medium,high
google/gemma-4-26b-a4b-it:free 262144 32768 i effort low,medium,high
google/gemma-4-31b-it 262144 16384 i effort low,medium,high
google/gemma-4-31b-it:free 262144 32768 i effort low,medium,high
ibm-granite/granite-4.2-8b 131072 - I effort none,low,high
inclusionai/ling-3.0-flash 262144 32768 I effort low,medium,high
inclusionai/ling-3.0-flash-vl 131072 32768 i effort low,medium,high
inclusionai/ling-3.0-tiny 262144 250000 I effort low,medium,high
inclusionai/ling-3.1-flash 1000000 262144 I effort low,medium,high
liquid/lfm-2.5-2.6b 128000 8192 I effort low,medium,high
liquid/lfm-2.5-2.6b:free 65536 8192 I effort low,medium,high
liquid/lfm-2.5-24b-a2b 128000 8192 I effort low,medium,high
liquid/lfm-3-1.7b 262144 8192 I effort low,medium,high
liquid/lfm-3-1.7b:free 262144 8192 I effort low,medium,high
meituan/longcat-2.0 1048756 262144 I effort low,medium,high
meta-llama/llama-3.1-8b-instruct 131072 16384 I none
meta-llama/llama-3.3-70b-instruct 128000 - I none
meta-llama/llama-4-maverick 524288 32768 i none
meta-llama/llama-4-scout 327680 16384 i none
meta/muse-ember 1048576 - i effort minimal,low,medium,high,xhigh,max
meta/muse-glimmer-30b 131072 16384 i effort low,medium,high,xhigh
meta/muse-glimmer-30b:batch 131072 16384 i effort low,medium,high,xhigh
meta/muse-spark-1.1 1048576 - i effort minimal,low,medium,high,xhigh
meta/muse-spark-1.2 1048576 - i effort minimal,low,medium,high,xhigh
meta/muse-spark-1.2-contributor 1048576 - i effort minimal,low,medium,high,xhigh
meta/muse-spark-1.3 1048576 - i effort minimal,low,medium,high,xhigh,max
meta/muse-spark-1.3-contributor 1048576 - i effort minimal,low,medium,high,xhigh,max
meta/muse-spark-open 1048576 131072 i effort low,medium,high,xhigh
meta/muse-wonder 1048576 - i effort minimal,low,medium,high,xhigh,max
minimax/minimax-m2.5 65536 - I effort low,medium,high
minimax/minimax-m2.7 196608 - I effort low,medium,high
minimax/minimax-m3 524288 512000 i effort low,medium,high
minimax/minimax-m3.1-flash 1048576 524288 i effort low,medium,high,xhigh,max
minimax/minimax-m3:batch 524288 512000 i effort low,medium,high
mistralai/codestral-2508 256000 - I none
mistralai/devstral-2512 262144 - I none
mistralai/ministral-14b-2512 262144 - i none
mistralai/ministral-3b-2512 131072 - i none
mistralai/ministral-8b-2512 262144 - i none
mistralai/mistral-large 128000 - I none
mistralai/mistral-large-2407 131072 - I none
mistralai/mistral-large-2512 262144 - i none
mistralai/mistral-large-4-0 1048576 262144 i effort none,high
mistralai/mistral-medium-3 131072 - i none
mistralai/mistral-medium-3-5 262144 - i effort none,high
mistralai/mistral-medium-3-5:batch 262144 - i effort none,high
mistralai/mistral-medium-3.1 131072 - i none
mistralai/mistral-nemo 131072 16384 I none
mistralai/mistral-saba 32768 - I none
mistralai/mistral-small-2603 262144 - i effort none,high
mistralai/mistral-small-3.1-24b-instruct 128000 - i none
mistralai/mistral-small-3.2-24b-instruct 32768 - i none
mistralai/mixtral-8x22b-instruct 65536 - I none
mistralai/voxtral-small-24b-2507 32768 - I none
moonshotai/kimi-k2 131072 98304 I none
moonshotai/kimi-k2-0905 262144 98304 I none
moonshotai/kimi-k2-thinking 262144 98304 I effort low,medium,high
moonshotai/kimi-k2.5 256000 4096 i effort low,medium,high
moonshotai/kimi-k2.6 262144 - i effort low,medium,high
moonshotai/kimi-k2.7-code 262144 - i effort low,medium,high
moonshotai/kimi-k3 1048576 131072 i effort none,low,high,max
moonshotai/kimi-k3.1-pro 1048576 131072 i effort none,low,high,max
moonshotai/kimi-k3:batch 1048576 16384 i effort none,low,high,max
nex-agi/nex-n2.5-pro 262144 - i effort none,medium,high
nex-agi/nex-n2.6 262144 - i effort medium,high
nvidia/nemotron-3-nano-30b-a3b 262144 - I effort low,medium,high
nvidia/nemotron-3-nano-omni-30b-a3b-reasoning:free 256000 65536 i effort low,medium,high
nvidia/nemotron-3-super-120b-a12b 262144 16384 I effort none,low,medium
nvidia/nemotron-3-ultra-550b-a55b 202800 - I effort none,medium,high
nvidia/nemotron-3-ultra-550b-a55b:free 1000000 65536 I effort none,medium,high
nvidia/nemotron-3.5-lightning 262144 - I effort low,medium,high
nvidia/nemotron-3.5-lightning:free 1000000 65536 I effort low,medium,high
nvidia/nemotron-3.5-super-vl 1048576 - i effort low,medium,high
nvidia/nemotron-3.5-super-vl:free 1000000 131072 i effort low,medium,high
openai/gpt-3.5-turbo-0613 4095 - I none
openai/gpt-3.5-turbo-16k 16385 4096 I none
openai/gpt-4 8191 4096 I none
openai/gpt-4-turbo:batch 128000 4096 i none
openai/gpt-4.1 1047576 32768 i none
openai/gpt-4.1-mini 1047576 32768 i none
openai/gpt-4.1-mini:batch 1047576 32768 i none
openai/gpt-4.1-nano 1047576 - i none
openai/gpt-4.1-nano:batch 1047576 32768 i none
openai/gpt-4.1:batch 1047576 32768 i none
openai/gpt-4o 128000 16384 i none
openai/gpt-4o-2024-05-13 128000 4096 i none
openai/gpt-4o-2024-08-06 128000 16384 i none
openai/gpt-4o-2024-11-20 128000 16384 i none
openai/gpt-4o-mini 128000 16384 i none
openai/gpt-4o-mini-2024-07-18 128000 16384 i none
openai/gpt-4o-mini:batch 128000 16384 i none
openai/gpt-4o:batch 128000 16384 i none
openai/gpt-5 400000 128000 i effort minimal,low,medium,high
openai/gpt-5-mini 400000 128000 i effort minimal,low,medium,high
openai/gpt-5-mini:batch 400000 128000 i effort minimal,low,medium,high
openai/gpt-5-nano 400000 128000 i effort minimal,low,medium,high
openai/gpt-5-nano:batch 400000 128000 i effort minimal,low,medium,high
openai/gpt-5-pro 400000 128000 i effort high
openai/gpt-5-pro:batch 400000 128000 i effort high
openai/gpt-5.1 400000 128000 i effort none,low,medium,high
openai/gpt-5.1-codex 400000 128000 i effort low,medium,high
openai/gpt-5.1-codex-max 400000 128000 i effort low,medium,high,xhigh
openai/gpt-5.1-codex-mini 400000 128000 i effort low,medium,high
openai/gpt-5.1:batch 400000 128000 i effort none,low,medium,high
openai/gpt-5.2 400000 128000 i effort none,low,medium,high,xhigh
openai/gpt-5.2-chat 128000 32000 i none
openai/gpt-5.2-codex 400000 128000 i effort low,medium,high,xhigh
openai/gpt-5.2-pro 400000 128000 i effort medium,high,xhigh
openai/gpt-5.2-pro:batch 400000 128000 i effort medium,high,xhigh
openai/gpt-5.2:batch 400000 128000 i effort none,low,medium,high,xhigh
openai/gpt-5.3-codex 400000 128000 i effort none,low,medium,high,xhigh
openai/gpt-5.4 1050000 128000 i effort none,low,medium,high,xhigh
openai/gpt-5.4-mini 400000 128000 i effort none,low,medium,high,xhigh
openai/gpt-5.4-mini:batch 400000 128000 i effort none,low,medium,high,xhigh
openai/gpt-5.4-nano 400000 128000 i effort none,low,medium,high,xhigh
openai/gpt-5.4-nano:batch 400000 128000 i effort none,low,medium,high,xhigh
openai/gpt-5.4-pro 1050000 128000 i effort medium,high,xhigh
openai/gpt-5.4-pro:batch 1050000 128000 i effort medium,high,xhigh
openai/gpt-5.4:batch 1050000 128000 i effort none,low,medium,high,xhigh
openai/gpt-5.5 1050000 128000 i effort none,low,medium,high,xhigh
openai/gpt-5.5-pro 1050000 128000 i effort medium,high,xhigh
openai/gpt-5.5-pro:batch 1050000 128000 i effort medium,high,xhigh
openai/gpt-5.5:batch 1050000 128000 i effort none,low,medium,high,xhigh
openai/gpt-5.6-luna 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-5.6-luna-pro 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-5.6-luna-pro:batch 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-5.6-luna:batch 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-5.6-sol 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-5.6-sol-pro 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-5.6-sol-pro:batch 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-5.6-sol:batch 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-5.6-terra 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-5.6-terra-pro 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-5.6-terra-pro:batch 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-5.6-terra:batch 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-5:batch 400000 128000 i effort minimal,low,medium,high
openai/gpt-6-astra 1050000 128000 i effort low,medium,high,xhigh,max
openai/gpt-6-astra-pro 1050000 128000 i effort low,medium,high,xhigh,max
openai/gpt-6-astra-pro:batch 1050000 128000 i effort low,medium,high,xhigh,max
openai/gpt-6-astra:batch 1050000 128000 i effort low,medium,high,xhigh,max
openai/gpt-6-luna 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-6-luna-pro 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-6-luna-pro:batch 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-6-luna:batch 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-6-sol 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-6-sol-pro 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-6-sol-pro:batch 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-6-sol:batch 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-6.1-sol 1050000 128000 i effort low,medium,high,xhigh,max
openai/gpt-6.1-sol-pro 1050000 128000 i effort low,medium,high,xhigh,max
openai/gpt-6.1-sol-pro:batch 1050000 128000 i effort low,medium,high,xhigh,max
openai/gpt-6.1-sol:batch 1050000 128000 i effort low,medium,high,xhigh,max
openai/gpt-6.1-terra 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-6.1-terra-pro 1050000 128000 i effort low,medium,high,xhigh,max
openai/gpt-6.1-terra-pro:batch 1050000 128000 i effort low,medium,high,xhigh,max
openai/gpt-6.1-terra:batch 1050000 128000 i effort none,low,medium,high,xhigh,max
openai/gpt-audio 128000 16384 I none
openai/gpt-audio-mini 128000 16384 I none
openai/gpt-chat-latest 400000 128000 i none
openai/gpt-oss-120b 131072 65536 I effort low,medium,high
openai/gpt-oss-120b:batch 131072 - I effort low,medium,high
openai/gpt-oss-20b 131072 - I effort low,medium,high
openai/gpt-oss-20b:batch 131072 - I effort low,medium,high
openai/gpt-oss-safeguard-20b 131072 65536 I effort low,medium,high
openai/o3 200000 100000 i effort low,medium,high
openai/o3-mini:batch 200000 100000 I effort low,medium,high
openai/o3-pro 200000 100000 i effort low,medium,high
openai/o3:batch 200000 100000 i effort low,medium,high
openai/o4-mini:batch 200000 100000 i effort low,medium,high
openrouter/auto 2000000 4096 i effort low,medium,high
openrouter/auto-beta 2000000 64000 i effort low,medium,high
openrouter/auto-code 2000000 64000 i effort low,medium,high
openrouter/free 200000 4096 i effort low,medium,high
openrouter/fusion 1000000 30000 I effort low,medium,high
openrouter/pareto-code 2000000 4096 I effort low,medium,high
particle-ai/particle-1 1048576 131072 i effort none,minimal,low,medium,high,xhigh,max
perceptron/perceptron-mk1.5 36864 8192 i effort none,minimal,low,medium,high
prism-ml/ternary-bonsai-2-27b 262144 32768 i effort none,medium,xhigh
prism-ml/ternary-bonsai-2-9b 262144 65536 i effort low,medium,high
qwen/qwen-2.5-72b-instruct 32768 16384 I none
qwen/qwen-2.5-7b-instruct 32768 - I none
qwen/qwen-plus 1000000 32768 I none
qwen/qwen3-14b 40960 - I effort low,medium,high
qwen/qwen3-235b-a22b-2507 131072 - I none
qwen/qwen3-235b-a22b-thinking-2507 128000 16384 I effort low,medium,high
qwen/qwen3-30b-a3b 40960 16384 I effort low,medium,high
qwen/qwen3-30b-a3b-instruct-2507 262144 - I none
qwen/qwen3-32b 40960 16384 I effort low,medium,high
qwen/qwen3-coder 262144 65536 I none
qwen/qwen3-coder-30b-a3b-instruct 262144 - I none
qwen/qwen3-coder-flash 1000000 65536 I none
qwen/qwen3-coder-next 262144 - I none
qwen/qwen3-next-80b-a3b-instruct 262144 16384 I none
qwen/qwen3-vl-235b-a22b-instruct 131072 32768 i none
qwen/qwen3-vl-30b-a3b-instruct 262144 16384 i none
qwen/qwen3-vl-30b-a3b-thinking 262144 - i effort low,medium,high
qwen/qwen3-vl-8b-instruct 262144 - i none
qwen/qwen3.5-122b-a10b 262144 65536 i effort low,medium,high
qwen/qwen3.5-27b 262144 81920 i effort low,medium,high
qwen/qwen3.5-35b-a3b 262144 81920 i effort low,medium,high
qwen/qwen3.5-397b-a17b 256000 64000 i effort low,medium,high
qwen/qwen3.5-9b 262144 - i effort low,medium,high
qwen/qwen3.5-flash-02-23 1000000 65536 i effort low,medium,high
qwen/qwen3.5-plus-02-15 1000000 65536 i effort low,medium,high
qwen/qwen3.5-plus-20260420 1000000 65536 i effort low,medium,high
qwen/qwen3.6-27b 262144 81920 i effort low,medium,high
qwen/qwen3.6-35b-a3b 262144 - i effort low,medium,high
qwen/qwen3.6-flash 1000000 65536 i effort low,medium,high
qwen/qwen3.6-plus 1000000 65536 i effort low,medium,high
qwen/qwen3.7-flash 1000000 65536 i effort low,medium,high
qwen/qwen3.7-max 1000000 131072 I effort low,medium,high
qwen/qwen3.7-plus 1000000 131072 i effort low,medium,high
qwen/qwen3.7-plus:batch 262144 131072 i effort low,medium,high
qwen/qwen3.8-2.4t-a95b 1048576 131072 I effort low,medium,xhigh
qwen/qwen3.8-27b 262144 - i effort none,low,medium,xhigh
qwen/qwen3.8-27b:batch 262144 - i effort none,low,medium,xhigh
qwen/qwen3.8-flash 1000000 131072 i effort low,medium,high
qwen/qwen3.8-max-0902 1000000 131072 i effort minimal,low,medium,high,xhigh
qwen/qwen3.8-max-0902:batch 262144 131072 i effort minimal,low,medium,high,xhigh
qwen/qwen3.8-max-prime 1000000 131072 i effort minimal,low,medium,high,xhigh
qwen/qwen3.8-omni-flash 1000000 131072 i effort low,medium,high
recursive/flint-v1.0:free 262144 - I effort low,medium,high
reflection/beam-1.0-501b-a23b 1048576 - I effort low,medium,high,xhigh,max
rekaai/reka-edge 16384 - i none
relace/relace-search 256000 128000 I none
ricursiveai/ripple-65b-preview 1048576 131072 I effort low,medium,high
sakana/fugu-max 1000000 128000 i effort high,xhigh,max
sakana/fugu-ultra 1000000 128000 i effort high,xhigh,max
sakana/fugu-ultra-v2 1000000 128000 i effort high,xhigh,max
sakana/sakana-namazu 262144 65536 i effort none,high
stepfun/step-3.5-flash 262144 65536 I effort low,medium,high
stepfun/step-3.7-flash 256000 - i effort low,medium,high
stepfun/step-5-preview 1000000 64000 i effort low,medium,high
tencent/hy3 262144 128000 I effort none,low,high
tencent/hy3-preview 262144 - I effort none,low,high
tencent/hy4 1048576 65536 i effort none,low,high
tencent/hy4-preview 1048576 64000 I effort none,low,high
thinkingmachines/inkling 524288 - i effort none,minimal,low,medium,high,max
thinkingmachines/inkling-2-small:free 1048576 131072 i effort minimal,low,medium,high,max
thinkingmachines/inkling-small 524288 262144 i effort none,minimal,low,medium,high,max
thinkingmachines/inkling-small:batch 524288 262144 i effort none,minimal,low,medium,high,max
typesafe/jev-router 1000000 64000 i effort low,medium,high
unbiased/pareto-26.10 1048576 131072 i none
unbiased/pareto-26.9 262144 131072 i none
upstage/solar-mini4 524288 131072 I effort none,minimal,low,medium,high,xhigh,max
upstage/solar-pro4 524288 131072 I effort none,minimal,low,medium,high,xhigh,max
x-ai/grok-4.20 2000000 - i effort low,medium,high
x-ai/grok-4.3 1000000 - i effort none,low,medium,high
x-ai/grok-4.3:batch 1000000 - i effort none,low,medium,high
x-ai/grok-4.5 500000 - i effort low,medium,high
x-ai/grok-4.6 500000 - i effort low,medium,high,xhigh
x-ai/grok-4.6:batch 500000 - i effort low,medium,high,xhigh
x-ai/grok-4.7 500000 - i effort low,medium,high,xhigh
x-ai/grok-4.7:batch 500000 - i effort low,medium,high,xhigh
x-ai/grok-build-0.1 256000 - i effort low,medium,high
xiaomi/mimo-v2.5 1000000 65536 i effort low,medium,high
xiaomi/mimo-v2.5-pro 262144 - I effort low,medium,high
xiaomi/mimo-v2.6-flash 1048576 131072 i effort low,medium,high
xiaomi/mimo-v2.6-pro 1048576 131072 i effort low,medium,high
xiaomi/mimo-v2.6-pro-ultraspeed 1048576 131072 i effort low,medium,high
xingchen-agi/xing4.0-29b-a4b:free 262144 - I effort low,medium,high
z-ai/glm-4.5 131072 98304 I effort low,medium,high
z-ai/glm-4.5-air 131072 98304 I effort low,medium,high
z-ai/glm-4.5v 65536 16384 i effort low,medium,high
z-ai/glm-4.6 202752 131072 I effort low,medium,high
z-ai/glm-4.6v 131072 32768 i effort low,medium,high
z-ai/glm-4.7 204800 131072 I effort low,medium,high
z-ai/glm-4.7-flash 131072 - I effort low,medium,high
z-ai/glm-5 202752 131072 I effort low,medium,high
z-ai/glm-5-turbo 202752 131072 I effort low,medium,high
z-ai/glm-5.1 202752 131072 I effort low,medium,high
z-ai/glm-5.2 1048576 - I effort none,high,xhigh
z-ai/glm-5.2:batch 1048576 - I effort none,high,xhigh
z-ai/glm-5.3 1048576 - I effort low,high,max
z-ai/glm-5.3-flash 1048575 - i effort low,high,max
z-ai/glm-5.3-flash:batch 1048576 - i effort low,high,max
z-ai/glm-5.3-flashx 1048576 131072 i effort low,high,max
z-ai/glm-5.3-flashx-legal 1048576 131072 i effort low,high,max
z-ai/glm-5.3-prime 1000000 131072 I effort low,high,max
z-ai/glm-5.3:batch 1048576 131072 I effort low,high,max
z-ai/glm-5v-turbo 202752 131072 i effort low,medium,high
~anthropic/claude-fable-latest 1000000 128000 i effort low,medium,high,xhigh,max
~anthropic/claude-haiku-latest 1000000 128000 i effort none,low,medium,high,xhigh,max
~anthropic/claude-opus-latest 1000000 128000 i effort low,medium,high,xhigh,max
~anthropic/claude-sonnet-latest 1000000 128000 i effort low,medium,high,xhigh,max
~deepseek/deepseek-flash-latest 1048576 - i effort none,low,high,max
~deepseek/deepseek-pro-latest 1048576 393216 I effort none,low,high,max
~deepseek/deepseek-v4-flash-latest 1048576 - I effort none,low,high,max
~google/gemini-flash-latest 1048576 65536 i effort low,medium,high
~google/gemini-pro-latest 1048576 - i effort low,medium,high
~moonshotai/kimi-latest 1048576 131072 i effort none,low,high,max
~openai/gpt-astra-latest 1050000 128000 i effort low,medium,high,xhigh,max
~openai/gpt-luna-latest 1050000 128000 i effort none,low,medium,high,xhigh,max
~openai/gpt-mini-latest 400000 128000 i effort none,low,medium,high,xhigh
~openai/gpt-sol-latest 1050000 128000 i effort low,medium,high,xhigh,max
~openai/gpt-terra-latest 1050000 128000 i effort none,low,medium,high,xhigh,max
~unbiased/pareto-latest 1048576 131072 i none
~x-ai/grok-latest 500000 - i effort low,medium,high,xhigh
~z-ai/glm-flash-latest 1048576 131072 i effort low,high,max
~z-ai/glm-latest 1048576 - I effort low,high,max
@vercel-ai-gateway ai-gateway.vercel.sh
alibaba/qwen-3-14b 40960 16384 I
alibaba/qwen-3-235b 262144 16384 I none
alibaba/qwen-3-30b 40960 16384 I
alibaba/qwen-3-32b 128000 8192 I
alibaba/qwen3-coder 262144 32768 I none
alibaba/qwen3-coder-30b-a3b 262144 8192 I none
alibaba/qwen3-coder-next 256000 256000 I none
alibaba/qwen3-max-thinking 256000 65536 I
alibaba/qwen3-next-80b-a3b-instruct 262114 262114 I none
alibaba/qwen3-next-80b-a3b-thinking 262144 262144 I
alibaba/qwen3-vl-instruct 262144 262144 i none
alibaba/qwen3.5-flash 1000000 64000 i
alibaba/qwen3.5-plus 1000000 64000 i
alibaba/qwen3.6-27b 256000 256000 i
alibaba/qwen3.6-plus 1000000 64000 i
alibaba/qwen3.7-flash 991000 64000 i
alibaba/qwen3.7-max 991000 64000 I
alibaba/qwen3.7-plus 1000000 64000 i
alibaba/qwen3.8-2.4t-a95b 262144 128000 i
alibaba/qwen3.8-27b 262144 262144 i
alibaba/qwen3.8-flash 991000 128000 i
alibaba/qwen3.8-max 262144 128000 i
alibaba/qwen3.8-max-0902 991000 128000 i
alibaba/qwen3.8-max-prime 1000000 131072 i
alibaba/qwen3.8-omni-flash 1000000 131072 i
amazon/nova-2-lite 1000000 1000000 i
amazon/nova-lite 300000 8192 i none
amazon/nova-micro 128000 8192 I none
amazon/nova-pro 300000 8192 i none
anthropic/claude-fable-5 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-fable-5-batch 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-fable-5.1 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-fable-5.1-batch 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-fable-5.2 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-fable-5.2-batch 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-fable-5.2-fast 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-haiku-4.5 200000 64000 i budget
anthropic/claude-haiku-4.5-batch 200000 64000 i budget
anthropic/claude-haiku-5.5 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-haiku-5.5-batch 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-opus-4.5 200000 64000 i budget
anthropic/claude-opus-4.5-batch 200000 64000 i budget
anthropic/claude-opus-4.6 1000000 128000 i effort low,medium,high,max
anthropic/claude-opus-4.6-batch 1000000 128000 i effort low,medium,high,max
anthropic/claude-opus-4.7 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-opus-4.7-batch 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-opus-4.8 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-opus-4.8-batch 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-opus-4.8-fast 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-opus-5 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-opus-5-batch 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-opus-5-fast 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-opus-5.5 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-opus-5.5-batch 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-opus-5.5-fast 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-sonnet-4.5 1000000 64000 i budget
anthropic/claude-sonnet-4.5-batch 1000000 64000 i budget
anthropic/claude-sonnet-4.6 1000000 128000 i effort low,medium,high,max
anthropic/claude-sonnet-4.6-batch 1000000 128000 i effort low,medium,high,max
anthropic/claude-sonnet-5 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-sonnet-5-batch 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-sonnet-5.5 1000000 128000 i effort low,medium,high,xhigh,max
anthropic/claude-sonnet-5.5-batch 1000000 128000 i effort low,medium,high,xhigh,max
bytedance/seed-1.6 256000 32000 i
bytedance/seed-1.8 256000 64000 i
bytedance/seed-2.1-turbo 262144 262144 i
callstack/apex 262144 131072 i
cohere/command-a 256000 8000 I none
deepseek/deepseek-r1 128000 8192 I
deepseek/deepseek-v3.1 163840 128000 I
deepseek/deepseek-v3.2 128000 8000 I none
deepseek/deepseek-v3.2-thinking 128000 8000 I none
deepseek/deepseek-v4-flash 1000000 384000 I
deepseek/deepseek-v4-flash-0731 1000000 384000 I
deepseek/deepseek-v4-flash-vision-exp 1048576 1048576 i
deepseek/deepseek-v4-pro 1048600 1048600 I
deepseek/deepseek-v4-pro-0813 1000000 384000 I
deepseek/deepseek-v4.1-flash 1048576 32768 i
deepseek/deepseek-v4.1-flash-1017 1048576 262144 i
deepseek/deepseek-v4.1-flash-1017-fast 1048576 262144 i
deepseek/deepseek-v4.1-flash-1017-ultrafast 1048576 1048576 i
deepseek/deepseek-v4.1-flash-fast 1048576 32768 i
fireworks/ember-1 1048576 1048576 i
google/gemini-2.5-flash 1000000 65535 i
google/gemini-2.5-flash-batch 1000000 64000 i
google/gemini-2.5-flash-lite 1048576 65535 i
google/gemini-2.5-flash-lite-batch 1048576 65535 i
google/gemini-2.5-pro 1048576 65535 i
google/gemini-2.5-pro-batch 1048576 65535 i
google/gemini-3-flash 1000000 65000 i
google/gemini-3-flash-batch 1000000 64000 i
google/gemini-3.1-flash-lite 1000000 65000 i
google/gemini-3.1-flash-lite-batch 1000000 65000 i
google/gemini-3.1-pro-preview 1000000 64000 i
google/gemini-3.1-pro-preview-batch 1000000 64000 i
google/gemini-3.5-flash 1000000 64000 i
google/gemini-3.5-flash-lite 1000000 65000 i
google/gemini-3.5-flash-lite-batch 1000000 65000 i
google/gemini-3.6-flash 1000000 64000 i
google/gemini-3.6-flash-batch 1000000 64000 i
google/gemini-3.7-flash 1000000 65535 i
google/gemini-3.8-flash 1000000 65535 i
google/gemini-4-argon 1000000 1000000 i
google/gemma-4-26b-a4b-it 262144 131072 i
google/gemma-4-31b-it 262144 131072 i
humansand/ampersand-v0.1 1000000 32768 I
inception/mercury-2 128000 128000 I
inception/mercury-2.5 260000 65536 I
inception/mercury-3 1000000 131072 I
inception/mercury-coder-small 32000 16384 I none
inclusionai/ling-3.0-flash 256000 32000 I
inclusionai/ling-3.0-flash-fin 256000 32000 I
inclusionai/ling-3.0-flash-sante 256000 32000 I
inclusionai/ling-3.0-flash-vl 256000 32000 i
inclusionai/ling-3.1-flash 262144 32768 I
inclusionai/ling-3.1-flash-1019 1000000 262144 I
interfaze/interfaze-beta 1000000 32000 i
liquid/lfm2.5-24b-a2b 128000 8200 I
meituan/longcat-2.5 1048576 131072 i
meta/llama-3.1-70b 128000 8192 I none
meta/llama-3.1-8b 128000 8192 I none
meta/llama-3.3-70b 128000 8192 I none
meta/llama-4-maverick 128000 8192 i none
meta/llama-4-scout 128000 8192 i none
meta/muse-ember 1048576 1048576 i
meta/muse-glimmer-30b 131072 131072 i
meta/muse-spark-1.1 1048576 1048576 i
meta/muse-spark-1.2 1048576 1048576 i
meta/muse-spark-1.2-contributor 1048576 1048576 i
meta/muse-spark-1.3 1048576 1048576 i
meta/muse-spark-1.3-contributor 1048576 1048576 i
meta/muse-spark-open 1048576 1048576 i
meta/muse-wonder-1.0 1048576 1048576 i
minimax/minimax-m2 205000 205000 I
minimax/minimax-m2.1 204800 131072 I
minimax/minimax-m2.1-lightning 204800 131072 I
minimax/minimax-m2.5 204800 131000 I
minimax/minimax-m2.5-highspeed 204800 131000 I
minimax/minimax-m2.7 204800 131000 I
minimax/minimax-m2.7-highspeed 204800 131100 I
minimax/minimax-m3 512000 512000 i
minimax/minimax-m3.1-flash 1048576 1048576 i
mistral/codestral 128000 4000 I none
mistral/ministral-14b 262144 256000 i none
mistral/ministral-3b 131072 4000 i none
mistral/ministral-8b 262144 4000 i none
mistral/mistral-large-3 262144 256000 i none
mistral/mistral-large-4 1048576 262144 i
mistral/mistral-medium-3.5 262144 256000 i
mistral/mistral-nemo 131072 131072 I none
mistral/mistral-small 262144 4000 i none
mixedbread/toast-1 131000 4000 I none
moonshotai/kimi-k2 131072 131072 I none
moonshotai/kimi-k2.5 256000 256000 i
moonshotai/kimi-k2.6 262000 262000 i
moonshotai/kimi-k2.7-code 256000 32768 i
moonshotai/kimi-k2.7-code-highspeed 262144 32768 i
moonshotai/kimi-k3 1000000 131072 i
moonshotai/kimi-k3-fast 1000000 131072 i
moonshotai/kimi-k3.1-pro 1000000 131072 i
moonshotai/kimi-k3.1-pro-highspeed 1048576 131072 i
nvidia/nemotron-3-nano-30b-a3b 262144 262144 I
nvidia/nemotron-3-super-120b-a12b 256000 32000 I
nvidia/nemotron-3-ultra-550b-a55b 1000000 65000 I
nvidia/nemotron-3.5-lightning 262144 131072 I
nvidia/nemotron-3.5-lightning-free 1000000 65000 I
nvidia/nemotron-3.5-super-vl 1048576 1048576 i
nvidia/nemotron-nano-12b-v2-vl 131072 131072 i
nvidia/nemotron-nano-9b-v2 131072 131072 I
openai/gpt-4.1 1047576 32768 i none
openai/gpt-4.1-batch 1047576 32768 i none
openai/gpt-4.1-fast 1047576 32768 i none
openai/gpt-4.1-mini 1047576 32768 i none
openai/gpt-4.1-mini-batch 1047576 32768 i none
openai/gpt-4.1-mini-fast 1047576 32768 i none
openai/gpt-4.1-nano 1047576 32768 i none
openai/gpt-4o 128000 16384 i none
openai/gpt-4o-batch 128000 16384 i none
openai/gpt-4o-fast 128000 16384 i none
openai/gpt-4o-mini 128000 16384 i none
openai/gpt-4o-mini-batch 128000 16384 i none
openai/gpt-4o-mini-fast 128000 16384 i none
openai/gpt-5 400000 128000 i
openai/gpt-5-batch 400000 128000 i
openai/gpt-5-codex 400000 128000 i
openai/gpt-5-fast 400000 128000 i
openai/gpt-5-mini 400000 128000 i
openai/gpt-5-mini-batch 400000 128000 i
openai/gpt-5-mini-fast 400000 128000 i
openai/gpt-5-nano 400000 128000 i
openai/gpt-5-nano-batch 400000 128000 i
openai/gpt-5-pro 400000 272000 i
openai/gpt-5-pro-batch 400000 272000 i
openai/gpt-5.1-codex 400000 128000 i
openai/gpt-5.1-codex-max 400000 128000 i
openai/gpt-5.1-codex-mini 400000 128000 i
openai/gpt-5.1-thinking 400000 128000 i
openai/gpt-5.1-thinking-fast 400000 128000 i
openai/gpt-5.2 400000 128000 i
openai/gpt-5.2-batch 400000 128000 i
openai/gpt-5.2-codex 400000 128000 i
openai/gpt-5.2-fast 400000 128000 i
openai/gpt-5.2-pro 400000 128000 i
openai/gpt-5.3-codex 400000 128000 i
openai/gpt-5.3-codex-fast 400000 128000 i
openai/gpt-5.4 1050000 128000 i
openai/gpt-5.4-batch 1050000 128000 i
openai/gpt-5.4-fast 1050000 128000 i
openai/gpt-5.4-mini 400000 128000 i
openai/gpt-5.4-mini-batch 400000 128000 i
openai/gpt-5.4-mini-fast 400000 128000 i
openai/gpt-5.4-nano 400000 128000 i
openai/gpt-5.4-nano-batch 400000 128000 i
openai/gpt-5.4-pro 1050000 128000 i
openai/gpt-5.5 1000000 128000 i
openai/gpt-5.5-batch 1000000 128000 i
openai/gpt-5.5-fast 1000000 128000 i
openai/gpt-5.5-pro 1000000 128000 i
openai/gpt-5.5-pro-batch 1000000 128000 i
openai/gpt-5.6-luna 1050000 128000 i
openai/gpt-5.6-luna-batch 1050000 128000 i
openai/gpt-5.6-luna-fast 1050000 128000 i
openai/gpt-5.6-sol 1050000 128000 i
openai/gpt-5.6-sol-batch 1050000 128000 i
openai/gpt-5.6-sol-fast 1050000 128000 i
openai/gpt-5.6-terra 1050000 128000 i
openai/gpt-5.6-terra-batch 1050000 128000 i
openai/gpt-5.6-terra-fast 1050000 128000 i
openai/gpt-6-astra 1050000 128000 i
openai/gpt-6-astra-batch 1050000 128000 i
openai/gpt-6-astra-fast 1050000 128000 i
openai/gpt-6-luna 1050000 128000 i
openai/gpt-6-luna-batch 1050000 128000 i
openai/gpt-6-luna-fast 1050000 128000 i
openai/gpt-6-sol 1050000 128000 i
openai/gpt-6-sol-batch 1050000 128000 i
openai/gpt-6-sol-fast 1050000 128000 i
openai/gpt-6.1-sol 1050000 128000 i
openai/gpt-6.1-sol-batch 1050000 128000 i
openai/gpt-6.1-sol-fast 1050000 128000 i
openai/gpt-6.1-terra 1050000 128000 i
openai/gpt-6.1-terra-fast 1050000 128000 i
openai/gpt-oss-120b 131072 131072 I
openai/gpt-oss-20b 131072 8192 I
openai/gpt-oss-safeguard-120b 128000 16000 I
openai/gpt-oss-safeguard-20b 128000 16000 I
openai/o1 200000 100000 i
openai/o3 200000 100000 i
openai/o3-fast 200000 100000 i
openai/o3-mini 200000 100000 I
openai/o3-pro 200000 100000 i
openai/o4-mini 200000 100000 i
particle/particle-1 1048576 131072 i
poolside/laguna-s-2.1 1000000 131072 I
quiverai/arrow-2 131072 131072 i
quiverai/arrow-2-telos 131072 131072 i
reflection/beam 1048576 131072 I
reflection/beam-free 1048576 131072 I
sakana/fugu-max 1000000 1000000 i
sakana/fugu-ultra 1000000 1000000 i
sakana/fugu-ultra-v2 1000000 1000000 i
sakana/namazu 256000 256000 i
spacexai/grok-4.20-multi-agent 2000000 2000000 i
spacexai/grok-4.20-multi-agent-batch 2000000 2000000 i
spacexai/grok-4.20-multi-agent-beta 2000000 2000000 i
spacexai/grok-4.20-non-reasoning 2000000 2000000 i none
spacexai/grok-4.20-non-reasoning-batch 2000000 2000000 i none
spacexai/grok-4.20-non-reasoning-beta 2000000 2000000 i none
spacexai/grok-4.20-reasoning 2000000 2000000 i
spacexai/grok-4.20-reasoning-batch 2000000 2000000 i
spacexai/grok-4.20-reasoning-beta 2000000 2000000 i
spacexai/grok-4.3 1000000 1000000 i
spacexai/grok-4.3-batch 1000000 1000000 i
spacexai/grok-4.5 500000 500000 i
spacexai/grok-4.6 500000 500000 i
spacexai/grok-4.7 500000 500000 i
spacexai/grok-build-0.1 256000 256000 i
spacexai/grok-voice-3.0 4096 4096 I
stealth/glyph-cluster 256000 256000 I
stepfun/step-3.7-flash 256000 256000 i
stepfun/step-5-preview 1048576 1048576 i
tencent/hy3 262144 262144 I
tencent/hy4 1024000 64000 i
tencent/hy4-preview 1024000 64000 I
thinkingmachines/inkling 256000 256000 i
thinkingmachines/inkling-small 1000000 1000000 i
xiaomi/mimo-v2.6-flash 1048576 131072 i
xiaomi/mimo-v2.6-pro 1048576 131072 i
xiaomi/mimo-v2.6-pro-ultraspeed 1048576 131072 i
zai/glm-4.5 128000 96000 I
zai/glm-4.5-air 128000 96000 I
zai/glm-4.5v 66000 16000 i
zai/glm-4.6 200000 96000 I
zai/glm-4.7 200000 120000 I
zai/glm-4.7-flash 200000 131000 I
zai/glm-4.7-flashx 200000 128000 I
zai/glm-5 202800 131100 I
zai/glm-5-turbo 202800 131100 I
zai/glm-5.1 202800 64000 I
zai/glm-5.2 1000000 128000 I
zai/glm-5.2-fast 1000000 128000 I
zai/glm-5.3 1000000 1000000 I
zai/glm-5.3-fast 1048576 262144 I
zai/glm-5.3-flash 1000000 131000 i
zai/glm-5.3-flashx 1000000 131072 i
zai/glm-5.3-flashx-legal 1000000 131072 i
zai/glm-5v-turbo 200000 128000 i
@opencode opencode.ai
beam-free 1048576 131072 I effort low,medium,high,xhigh,max
big-pickle 200000 32000 I
claude-fable-5 1000000 128000 i effort low,medium,high,xhigh,max
claude-fable-5-1 1000000 128000 i effort low,medium,high,xhigh,max
claude-fable-5-2 1000000 128000 i effort low,medium,high,xhigh,max
claude-haiku-4-5 200000 64000 i budget
claude-haiku-5-5 1000000 128000 i effort low,medium,high,xhigh,max
claude-opus-4-5 200000 64000 i budget
claude-opus-4-6 1000000 128000 i effort low,medium,high,max
claude-opus-4-7 1000000 128000 i effort low,medium,high,xhigh,max
claude-opus-4-8 1000000 128000 i effort low,medium,high,xhigh,max
claude-opus-5 1000000 128000 i effort low,medium,high,xhigh,max
claude-opus-5-5 1000000 128000 i effort low,medium,high,xhigh,max
claude-sonnet-4-5 200000 64000 i budget
claude-sonnet-4-6 1000000 64000 i effort low,medium,high,max
claude-sonnet-5 1000000 128000 i effort low,medium,high,xhigh,max
claude-sonnet-5-5 1000000 128000 i effort low,medium,high,xhigh,max
deepseek-v4-pro 1000000 384000 I effort high,max
deepseek-v4.1-flash 1000000 384000 i effort low,high,max
deepseek-v4.1-flash-free 200000 32000 i effort low,high,max
flint-40b-free 262144 65536 I effort low,medium,high,xhigh,max
gemini-3-flash 1048576 65536 idas effort minimal,low,medium,high
gemini-3.1-pro 1048576 65536 idas effort low,medium,high
gemini-3.5-flash 1048576 65536 idas effort minimal,low,medium,high
gemini-3.5-flash-lite 1048576 65536 idas effort minimal,low,medium,high
gemini-3.6-flash 1048576 65536 idas effort minimal,low,medium,high
gemini-3.7-flash 1048576 65536 idas effort low,medium,high
gemini-3.8-flash 1048576 65536 idas effort low,medium,high
gemini-4-argon 1048576 65536 idas effort low,medium,high
glm-5 204800 131072 I
glm-5.1 204800 131072 I
glm-5.2 1000000 131072 I effort high,max
glm-5.3 1000000 131072 I effort low,high,max
glm-5.3-flash 1000000 131072 i effort low,high,max
glm-5.3-flash-free 200000 32000 i effort low,high,max
gpt-5 400000 128000 i effort minimal,low,medium,high
gpt-5-codex 400000 128000 i effort low,medium,high
gpt-5-nano 400000 128000 i effort minimal,low,medium,high
gpt-5.1 400000 128000 i effort low,medium,high
gpt-5.1-codex 400000 128000 i effort low,medium,high
gpt-5.1-codex-max 400000 128000 i effort low,medium,high,xhigh
gpt-5.1-codex-mini 400000 128000 i effort low,medium,high
gpt-5.2 400000 128000 i effort low,medium,high,xhigh
gpt-5.2-codex 400000 128000 i effort low,medium,high,xhigh
gpt-5.3-codex 400000 128000 i effort low,medium,high,xhigh
gpt-5.4 1050000 128000 i effort low,medium,high,xhigh
gpt-5.4-mini 400000 128000 i effort low,medium,high,xhigh
gpt-5.4-nano 400000 128000 i effort low,medium,high,xhigh
gpt-5.4-pro 1050000 128000 i effort medium,high,xhigh
gpt-5.5 1050000 128000 i effort low,medium,high,xhigh
gpt-5.5-pro 1050000 128000 i effort medium,high,xhigh
gpt-5.6-luna 1050000 128000 i effort low,medium,high,xhigh,max
gpt-5.6-sol 1050000 128000 i effort low,medium,high,xhigh,max
gpt-5.6-terra 1050000 128000 i effort low,medium,high,xhigh,max
gpt-6-astra 1050000 128000 i effort low,medium,high,xhigh,max
gpt-6-luna 1050000 128000 i effort none,low,medium,high,xhigh,max
gpt-6-sol 1050000 128000 i effort none,low,medium,high,xhigh,max
gpt-6.1-sol 1050000 128000 i effort low,medium,high,xhigh,max
grok-4.5 500000 500000 i effort low,medium,high
grok-4.6 500000 500000 i effort low,medium,high,xhigh
grok-4.7 500000 500000 i effort low,medium,high,xhigh
grok-build-0.1 256000 256000 i effort high
iceman-free 262144 131072 I
inkling-2-small-free 1048576 131072 i effort none,minimal,low,medium,high,max
kimi-k2.5 262144 65536 i
kimi-k2.6 262144 65536 i
kimi-k2.7-code 262144 262144 i
kimi-k3 1048576 131072 i effort low,high,max
longcat-2.5-free 1000000 262144 i
mimo-v2.6-flash-free 200000 32000 i
minimax-m2.5 204800 131072 I
minimax-m2.7 204800 131072 I
minimax-m3 512000 128000 i
minimax-m3.1-flash-free 1000000 512000 i effort low,medium,high,xhigh,max
mistral-large-4 524288 262144 i effort none,high
muse-ember-1.0 1048576 270000 i effort minimal,low,medium,high,xhigh,max
muse-spark-1.2 1048576 131072 i effort minimal,low,medium,high,xhigh
muse-spark-1.3 1048576 131072 i effort minimal,low,medium,high,xhigh
muse-wonder-1.0 1048576 131072 i effort minimal,low,medium,high,xhigh,max
nemotron-3.5-lightning-free 262144 262144 I
nemotron-3.5-super-vl-free 1048576 131072 i effort none,minimal,low,medium,high,xhigh
qwen3.5-plus 262144 65536 i
qwen3.6-plus 262144 65536 i
qwen3.8-flash 1000000 131072 i
qwen3.8-max 262144 131072 i effort low,medium,xhigh
@xai api.x.ai
grok-4.3 1000000 30000 i effort none,low,medium,high,xhigh
grok-4.5 500000 500000 i effort low,medium,high,xhigh
grok-4.6 500000 500000 i effort low,medium,high,xhigh
grok-4.7 500000 500000 i effort low,medium,high,xhigh
@deepseek api.deepseek.com
deepseek-flash 1000000 384000 i effort low,high,max
deepseek-v4-pro 1000000 384000 I effort high,max
@mistral api.mistral.ai
codestral-2508 256000 8192 I none
codestral-latest 256000 4096 I none
deepseek-v4-1-flash-1017 1048576 128000 I effort none,low,high,max
devstral-2512 262144 262144 I none
devstral-latest 262144 262144 I none
devstral-medium-latest 262144 262144 I none
glm-5-2 1048576 131072 I effort none,high,max
labs-devstral-small-2512 256000 256000 i none
labs-leanstral-1-5-1 262144 128000 i effort none,high
magistral-medium-latest 262144 16384 i effort none,high
ministral-14b-2512 262144 262144 i none
ministral-3b-2512 131072 262144 i none
ministral-3b-latest 131072 128000 i none
ministral-8b-2512 262144 262144 i none
ministral-8b-latest 262144 128000 i none
mistral-large-2512 262144 262144 i none
mistral-large-4 1048576 262144 i effort low,medium,high
mistral-large-4-0-8 1048576 262144 i effort low,medium,high
mistral-large-latest 262144 262144 i none
mistral-medium-2505 131072 131072 i none
mistral-medium-2508 262144 262144 i none
mistral-medium-2604 262144 262144 i effort none,high
mistral-medium-3.5 262144 262144 i effort none,high
mistral-medium-latest 262144 262144 i effort none,high
mistral-small-2506 128000 16384 i none
mistral-small-2603 262144 256000 i effort none,high
mistral-small-latest 262144 256000 i effort none,high
open-mistral-nemo 128000 128000 I none
pixtral-12b 128000 128000 i none
voxtral-small-2507 32768 32000 I none
voxtral-small-latest 32768 32000 I none
zai-glm-5-2 1048576 131072 I effort none,high,max
zai-glm-5-3 1048576 131072 I effort low,high,max
zai-glm-5-3-flash 1048576 131072 i effort low,high,max
@groq api.groq.com
llama-3.1-8b-instant 131072 131072 I none
llama-3.3-70b-versatile 131072 32768 I none
openai/gpt-oss-120b 131072 65536 I effort low,medium,high
openai/gpt-oss-20b 131072 65536 I effort low,medium,high
openai/gpt-oss-safeguard-20b 131072 65536 I effort low,medium,high
qwen/qwen3.6-27b 131072 16384 i effort none
qwen/qwen3.8-27b 131072 16384 i effort none,low,medium,high
@cerebras api.cerebras.ai
gpt-oss-120b 131072 40960 I effort low,medium,high
qwen-3.8-27b 131072 40960 i effort none,low,medium,high
@moonshotai api.moonshot.ai api.moonshot.cn
kimi-k2.6 262144 262144 i
kimi-k2.7-code 262144 262144 i
kimi-k2.7-code-highspeed 262144 262144 i
kimi-k3 1048576 1048576 i effort low,high,max
kimi-k3.1-pro 1048576 1048576 i effort low,high,max
kimi-k3.1-pro-highspeed 1048576 1048576 i effort low,high,max
@kimi-coding api.kimi.com
k3 1048576 131072 i effort low,high,max
k3-256k 262144 131072 i effort low,high,max
k3.1-pro 1048576 131072 i effort low,high,max
k3.1-pro-highspeed 1048576 131072 i effort low,high,max
kimi-for-coding 1048576 32768 i effort low,high,max
kimi-for-coding-highspeed 262144 32768 i
@zai api.z.ai open.bigmodel.cn
glm-4.7 204800 131072 I
glm-5-turbo 200000 131072 I
glm-5.2 1000000 131072 I effort none,high,max
glm-5.2-highspeed 1000000 131072 I effort none,high,max
glm-5.3 1000000 131072 I effort low,high,max
glm-5.3-flash 1000000 131072 i effort low,high,max
glm-5.3-highspeed 1000000 131072 I effort low,high,max
@minimax api.minimax.io api.minimaxi.com
MiniMax-M2.7 204800 131072 I
MiniMax-M2.7-highspeed 204800 131072 I
MiniMax-M3 1000000 524288 i
MiniMax-M3.1-Flash 1000000 524288 i effort low,medium,high,xhigh,max
@qwen-token-plan dashscope.aliyuncs.com dashscope-intl.aliyuncs.com
MiniMax-M2.5 196608 32768 I
deepseek-v3.2 131072 65536 I
deepseek-v4-flash 1000000 384000 I effort high,max
deepseek-v4-flash-0731 1000000 384000 I effort high,max
deepseek-v4-pro 1000000 384000 I effort high,max
deepseek-v4-pro-0813 1000000 384000 I effort high,max
deepseek-v4.1-flash 1000000 384000 i effort low,high,max
deepseek-v4.1-flash-1017 1000000 384000 i effort low,high,max
glm-5 202752 16384 I effort high,max
glm-5.1 202752 128000 I effort high,max
glm-5.2 1000000 131072 I effort high,max
glm-5.3 1000000 131072 I effort low,high,max
kimi-k2.5 262144 98304 i
kimi-k2.6 262144 262144 i
kimi-k2.7-code 262144 262144 i
qwen3.6-flash 1000000 65536 i
qwen3.6-plus 1000000 65536 i
qwen3.7-max 1000000 131072 I
qwen3.7-plus 1000000 65536 i
qwen3.8-flash 1000000 131072 i effort low,medium,xhigh
qwen3.8-max 1000000 131072 i effort low,medium,xhigh
@xiaomi api.xiaomimimo.com
mimo-v2.6-flash 1048576 131072 i
mimo-v2.6-pro 1048576 131072 i
mimo-v2.6-pro-ultraspeed 1048576 131072 i
@meta api.meta.ai api.llama.com
muse-ember-1.0 1048576 524288 i effort minimal,low,medium,high,xhigh,max
muse-spark-1.1 1048576 131072 i effort minimal,low,medium,high,xhigh
muse-spark-1.2 1048576 131072 i effort minimal,low,medium,high,xhigh
muse-spark-1.2-contributor 1048576 131072 i effort minimal,low,medium,high,xhigh
muse-spark-1.3 1048576 131072 i effort minimal,low,medium,high,xhigh,max
muse-spark-1.3-contributor 1048576 131072 i effort minimal,low,medium,high,xhigh
muse-wonder-1.0 1048576 131072 i effort minimal,low,medium,high,xhigh,max
@fireworks api.fireworks.ai
accounts/fireworks/models/deepseek-v4p1-flash 1000000 384000 i effort none,low,high,max
accounts/fireworks/models/deepseek-v4p1-flash-1017 1000000 384000 i effort none,low,high,max
accounts/fireworks/models/ember-1 1048576 131072 i effort none,low,medium,high,max
accounts/fireworks/models/glm-5p3 1048573 262144 I effort low,high,max
accounts/fireworks/models/glm-5p3-flash 1048573 131072 i effort low,high,max
accounts/fireworks/models/kimi-k3 1048576 131072 i effort low,high,max
accounts/fireworks/models/kimi-k3p1-pro 1048576 131072 i effort low,high,max
accounts/fireworks/models/minimax-m3 512000 512000 I effort low,medium,high
accounts/fireworks/models/minimax-m3p1-flash 1000000 512000 i effort low,medium,high,xhigh,max
accounts/fireworks/models/muse-spark-open 1048576 131072 i effort low,medium,high,xhigh
accounts/fireworks/models/qwen3p8-2p4t-a95b 262144 131072 I effort none,low,medium,xhigh
accounts/fireworks/models/qwen3p8-max 262144 131072 i effort none,low,medium,xhigh
accounts/fireworks/routers/deepseek-flash-latest 1000000 384000 i effort none,low,high,max
accounts/fireworks/routers/deepseek-v4p1-flash-1017-spot 1000000 384000 i effort none,low,high,max
accounts/fireworks/routers/deepseek-v4p1-flash-1017-ultrafast 1000000 384000 i effort none,low,high,max
accounts/fireworks/routers/deepseek-v4p1-flash-spot 1000000 384000 i effort none,low,high,max
accounts/fireworks/routers/glm-5p3-fast 1048572 262144 I effort low,high,max
accounts/fireworks/routers/glm-5p3-spot 1048573 262144 I effort low,high,max
accounts/fireworks/routers/glm-fast-latest 1048572 262144 I effort low,high,max
accounts/fireworks/routers/glm-flash-latest 1048573 131072 i effort low,high,max
accounts/fireworks/routers/glm-latest 1048573 262144 I effort low,high,max
accounts/fireworks/routers/kimi-fast-latest 1048576 131072 i effort none,low,medium,high,max
accounts/fireworks/routers/kimi-k3-fast 1048576 131072 i effort low,high,max
accounts/fireworks/routers/kimi-k3-spot 1048576 131072 i effort low,high,max
accounts/fireworks/routers/kimi-latest 1048576 131072 i effort none,low,medium,high,max
accounts/fireworks/routers/minimax-latest 512000 512000 I effort low,medium,high
accounts/fireworks/routers/qwen-max-latest 262144 131072 i effort none,low,medium,xhigh
@together api.together.xyz api.together.ai
MiniMaxAI/MiniMax-M3 524288 524288 i
Qwen/Qwen3.5-9B 262144 65536 i
Qwen/Qwen3.6-Plus 1000000 65536 I
Qwen/Qwen3.7-Max 1000000 131072 I
deepseek-ai/DeepSeek-V4-Pro-0813 1048576 384000 I effort high
deepseek-ai/DeepSeek-V4.1-Flash 1048576 384000 i
meta-models/Muse-Spark-Open-816B-A42B 1048576 131072 i
moonshotai/Kimi-K3 1048576 131072 i
moonshotai/Kimi-K3.1-Pro 1048576 131072 i
nvidia/NVIDIA-Nemotron-3.5-Super-VL 262144 262144 i
openai/gpt-oss-120b 131072 131072 I effort low,medium,high
reflection/Beam-1.0-501B-A23B 1048576 131072 I
thinkingmachines/Inkling 524288 131072 i
zai-org/GLM-5.2 1048575 164000 I
zai-org/GLM-5.3 1048575 262144 I
zai-org/GLM-5.3-Flash 1048575 400000 i
@huggingface router.huggingface.co
MiniMaxAI/MiniMax-M1-80k 1000000 80000 I
MiniMaxAI/MiniMax-M2 204800 131072 I
MiniMaxAI/MiniMax-M2.1 204800 131072 I
MiniMaxAI/MiniMax-M2.5 204800 131072 I
MiniMaxAI/MiniMax-M2.7 204800 131072 I
MiniMaxAI/MiniMax-M3 524288 512000 i
MiniMaxAI/MiniMax-M3.1-Flash 1000000 512000 i effort low,medium,high,xhigh,max
Qwen/Qwen2.5-Coder-32B-Instruct 131072 8192 I none
Qwen/Qwen3-235B-A22B 40960 16384 I
Qwen/Qwen3-235B-A22B-Instruct-2507 262144 16384 I none
Qwen/Qwen3-235B-A22B-Thinking-2507 262144 81920 I
Qwen/Qwen3-30B-A3B 40960 16384 I
Qwen/Qwen3-32B 131072 16384 I
Qwen/Qwen3-8B 40960 - I effort none,low,medium,high
Qwen/Qwen3-Coder-30B-A3B-Instruct 262144 65536 I none
Qwen/Qwen3-Coder-480B-A35B-Instruct 262144 65536 I none
Qwen/Qwen3-Coder-Next 262144 65536 I none
Qwen/Qwen3-Next-80B-A3B-Instruct 262144 32768 I none
Qwen/Qwen3-VL-235B-A22B-Instruct 131072 32768 i none
Qwen/Qwen3-VL-235B-A22B-Thinking 131072 32768 i effort low,medium,high
Qwen/Qwen3-VL-30B-A3B-Instruct 131072 32768 i none
Qwen/Qwen3.5-122B-A10B 262144 65536 i
Qwen/Qwen3.5-27B 262144 65536 i
Qwen/Qwen3.5-35B-A3B 262144 65536 i
Qwen/Qwen3.5-397B-A17B 262144 32768 i effort none,low,medium,high
Qwen/Qwen3.5-9B 262144 65536 i
Qwen/Qwen3.6-27B 262144 65536 i
Qwen/Qwen3.6-35B-A3B 262144 65536 i
Qwen/Qwen3.8-2.4T-A95B 262144 131072 I effort low,medium,xhigh
Qwen/Qwen3.8-27B 262144 32768 i effort low,medium,xhigh
XiaomiMiMo/MiMo-V2.5 262144 131072 I effort none,low,medium,high,xhigh
XiaomiMiMo/MiMo-V2.5-Pro 1048576 131072 I effort none,low,medium,high,xhigh
deepseek-ai/DeepSeek-R1 64000 32768 I
deepseek-ai/DeepSeek-R1-0528 163840 32768 I
deepseek-ai/DeepSeek-V3 64000 8192 I none
deepseek-ai/DeepSeek-V3-0324 163840 163840 I none
deepseek-ai/DeepSeek-V3.1 131072 8192 I
deepseek-ai/DeepSeek-V3.2 163840 65536 I
deepseek-ai/DeepSeek-V4-Flash 1048576 384000 I
deepseek-ai/DeepSeek-V4-Flash-0731 1048576 384000 I effort high,max
deepseek-ai/DeepSeek-V4-Flash-Vision-Exp 1048576 384000 i effort low,high,max
deepseek-ai/DeepSeek-V4-Pro 1048576 393216 I effort high
deepseek-ai/DeepSeek-V4-Pro-0813 1000000 384000 I effort low,high,max
deepseek-ai/DeepSeek-V4.1-Flash 1048576 384000 i effort none,low,high,xhigh,max
deepseek-ai/DeepSeek-V4.1-Flash-1017 1048576 384000 i effort low,high,max
google/gemma-3-12b-it 131072 131072 i none
google/gemma-3-27b-it 131072 131072 i none
google/gemma-3-4b-it 131072 131072 i none
google/gemma-4-26B-A4B-it 262144 32768 i
google/gemma-4-31B-it 262144 32768 i
meta-llama/Llama-3.1-8B-Instruct 131072 4096 I none
meta-llama/Llama-3.3-70B-Instruct 131072 4096 I none
moonshotai/Kimi-K2-Instruct 131072 16384 I none
moonshotai/Kimi-K2-Instruct-0905 262144 16384 I none
moonshotai/Kimi-K2-Thinking 262144 262144 I
moonshotai/Kimi-K2.5 262144 262144 i
moonshotai/Kimi-K2.6 262144 262144 i
moonshotai/Kimi-K2.7-Code 262144 262144 i
moonshotai/Kimi-K3 1000000 131072 i effort low,high,max
openai/gpt-oss-120b 131072 32768 I effort low,medium,high
openai/gpt-oss-20b 131072 32768 I effort low,medium,high
stepfun-ai/Step-3.5-Flash 262144 256000 I
stepfun-ai/Step-3.7-Flash 262144 256000 i effort low,medium,high
tencent/Hy3 262144 128000 I effort none,low,high
tencent/Hy4-preview 1000000 64000 I effort none,high
thinkingmachines/Inkling 1048576 1048576 i effort low,medium,high
thinkingmachines/Inkling-Small 524288 1048576 i
zai-org/GLM-4.5-Air 131072 98304 I
zai-org/GLM-4.5V 65536 16384 i
zai-org/GLM-4.6 204800 131072 I
zai-org/GLM-4.6V-Flash 131072 32768 i
zai-org/GLM-4.7 204800 131072 I
zai-org/GLM-4.7-Flash 200000 128000 I
zai-org/GLM-5 202752 131072 I
zai-org/GLM-5.1 202752 131072 I
zai-org/GLM-5.2 262144 131072 I
zai-org/GLM-5.3 1048576 131072 I effort low,high,max
zai-org/GLM-5.3-Flash 1048576 131072 i effort low,high,max
@nvidia integrate.api.nvidia.com
deepseek-ai/deepseek-v4.1-flash 1000000 384000 i
google/diffusiongemma-26b-a4b-it 250000 32768 i
google/gemma-3-12b-it 131072 16384 i none
google/gemma-3-4b-it 131072 16384 i none
meta/llama-3.2-90b-vision-instruct 128000 8192 i none
meta/muse-glimmer-30b 131072 131072 i
minimaxai/minimax-m3.1-flash 262144 262144 i
mistralai/mistral-7b-instruct-v0.3 65536 65536 I none
moonshotai/kimi-k2.6 262144 262144 i
nvidia/cosmos-reason2-8b 131072 16384 i
nvidia/llama-3.1-nemotron-70b-instruct 128000 8192 I none
nvidia/llama-3.1-nemotron-ultra-253b-v1 128000 16384 I
nvidia/nemotron-3-nano-omni-30b-a3b-reasoning 256000 65536 i
nvidia/nemotron-3-ultra-550b-a55b 1000000 65536 I
nvidia/nemotron-3.5-lightning-30b-a3b 262144 262144 I
nvidia/nemotron-3.5-super-vl-120b-a12b 1048576 8192 i
openai/gpt-oss-20b 131072 32768 I
poolside/laguna-xs-2.1 262144 16384 I
stepfun-ai/step-5-preview 1048576 1048576 i
z-ai/glm-5.3-flash 1000000 131072 i
@baseten inference.baseten.co
deepseek-ai/DeepSeek-V4-Flash-0731 1048576 384000 I effort none,low,high,max
deepseek-ai/DeepSeek-V4-Pro-0813 1048576 262144 I effort none,low,high,max
deepseek-ai/DeepSeek-V4.1-Flash 1048576 32768 i effort none,high,max
deepseek-ai/DeepSeek-V4.1-Flash-1017 1048576 262144 i effort none,low,medium,high,max
deepseek-ai/DeepSeek-V4.1-Flash-1017-Fast 1048576 262144 i effort none,low,medium,high,max
deepseek-ai/DeepSeek-V4.1-Flash-Fast 1048576 32768 i effort none,high,max
moonshotai/Kimi-K3 1048576 262144 i effort none,low,high,max
moonshotai/Kimi-K3.1-Pro 1000000 262144 i
nvidia/NVIDIA-Nemotron-3-Ultra-550B-A55B 202800 202800 I effort none,high
openai/gpt-oss-120b 128072 128072 I effort none,minimal,low,medium,high,xhigh,max
zai-org/GLM-5.2 1048576 262144 I effort none,high,max
zai-org/GLM-5.2-Fast 1048576 262144 I effort none,high,max
zai-org/GLM-5.3 1048576 262144 i effort low,high,max
zai-org/GLM-5.3-Fast 1048576 262144 i effort low,high,max
zai-org/GLM-5.3-Flash 1048576 131072 i effort low,high,max
`;
