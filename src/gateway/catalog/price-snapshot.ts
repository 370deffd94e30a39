// Made by scripts/write-prices.mjs from @earendil-works/pi-ai 1.5.2 (2026-11-10) and @pydantic/genai-prices
// 0.1.8 (both MIT; see NOTICE.md).

/** Kept with every cost that is computed from these prices: the day of the newer source, and a hash of what follows. */
export const snapshotVersion = '2026-11-10-1c7724';

/**
 * `@provider host …`, then its models: names, then US dollars per million tokens of input, output, cache read, cache
 * write for 5 minutes and for an hour; `-` where it is not known. With a name: r reasoning, ai ac ao audio (input, cache
 * read, output), ii ic io the same of images, q a thousand requests, s a thousand web searches. Below a model, with a blank
 * before: `>N` for prompts of more than N tokens, `from=` a day on, `utc=` between two times of every day.
 */
export const priceSnapshot = `\
@anthropic api.anthropic.com
claude-2,claude-v2 8 24
claude-3-5-haiku-latest,claude-3-5-haiku,claude-3.5-haiku 0.8 4 0.08 1 1.6 s=10
claude-3-5-sonnet,claude-3.5-sonnet 3 15 0.3 3.75 6 s=10
claude-3-7-sonnet-latest,claude-3-7-sonnet,claude-3.7-sonnet,claude-sonnet-3.7,claude-sonnet-3-7 3 15 0.3 3.75 6 s=10
claude-3-haiku 0.25 1.25 0.03 0.3 0.5
claude-3-opus-latest,claude-3-opus 15 75 1.5 18.75 30
claude-3-sonnet 3 15 0.3 3.75 6
claude-fable-5 10 50 1 12.5 20 s=10
claude-fable-5-1 10 50 0.25 12.5 20 s=10
claude-fable-5-2 8 40 0.2 10 16 s=10
claude-haiku-4-5,claude-haiku-4.5,claude-4-5-haiku,claude-4.5-haiku 1 5 0.1 1.25 2 s=10
claude-haiku-4-5-20251001 1 5 0.1 1.25 2 s=10
claude-haiku-5-5 0.1 0.5 0.01 0.125 0.2 s=10
 >100000 0.5 2.5 0.05 0.625 1 s=10
claude-opus-4-0,claude-4-opus,claude-opus-4,claude-opus-4-20250514 15 75 1.5 18.75 30 s=10
claude-opus-4-1,claude-opus-4.1 15 75 1.5 18.75 30 s=10
claude-opus-4-5,claude-opus-4.5,claude-4-5-opus,claude-4.5-opus 5 25 0.5 6.25 10 s=10
claude-opus-4-5-20251101 5 25 0.5 6.25 10 s=10
claude-opus-4-6,claude-opus-4.6,claude-4-6-opus,claude-4.6-opus 5 25 0.5 6.25 10 s=10
claude-opus-4-7,claude-opus-4.7,claude-4-7-opus,claude-4.7-opus 5 25 0.5 6.25 10 s=10
claude-opus-4-8,claude-opus-4.8,claude-4-8-opus,claude-4.8-opus 5 25 0.5 6.25 10 s=10
claude-opus-5,claude-opus-5.0,claude-5-opus,claude-5.0-opus 5 25 0.5 6.25 10 s=10
claude-opus-5-5,claude-opus-5.5,claude-5-5-opus,claude-5.5-opus 4 20 0.2 5 8 s=10
claude-sonnet-4-0,claude-sonnet-4-2025,claude-sonnet-4,claude-4-sonnet 3 15 0.3 3.75 6 s=10
claude-sonnet-4-5,claude-sonnet-4.5 3 15 0.3 3.75 6 s=10
 >200000 6 22.5 0.6 7.5 12 s=10
claude-sonnet-4-5-20250929 3 15 0.3 3.75 6 s=10
claude-sonnet-4-6,claude-sonnet-4.6 3 15 0.3 3.75 6 s=10
claude-sonnet-5,claude-sonnet-5.0,claude-5-sonnet,claude-5.0-sonnet 2 10 0.2 2.5 4 s=10
claude-sonnet-5-5 2 10 0.1 2.5 4 s=10
claude-v1 8 24
@openai api.openai.com
ada,text-ada-001 0.4 0.4
babbage 0.5 0.5
chat-latest 5 30 0.5
chatgpt-4o-latest 5 15
codex-mini,codex-mini-latest 1.5 6 0.375
computer-use 3 12
curie,text-curie-001 2 2
davinci,text-davinci-001 20 20
ft:gpt-3.5-turbo-,ft:gpt-3.5-turbo 3 6
ft:gpt-4o 3.75 15
ft:gpt-4o-mini 0.3 1.2
gpt-3.5-0301,gpt-3.5-turbo-0301 1.5 2
gpt-3.5-turbo,gpt-35-turbo,gpt-3.5-turbo-0125 0.5 1.5
gpt-3.5-turbo-0613 1.5 2
gpt-3.5-turbo-1106 1 2
gpt-3.5-turbo-16k,gpt-3.5-turbo-16k-0613,gpt-35-turbo-16k-0613,gpt-35-turbo-16k 3 4
gpt-3.5-turbo-instruct,gpt-3.5-turbo-instruct-0914 1.5 2
gpt-4,gpt-4-0314,gpt-4-0613,ft:gpt-4-0 30 60
gpt-4-32k,gpt-4-32k-0314,gpt-4-32k-0613 60 120
gpt-4-turbo,gpt-4-turbo-2024-04-09,gpt-4-turbo-0125-preview,gpt-4-0125-preview,gpt-4-1106-preview,gpt-4-turbo-preview 10 30
gpt-4-vision-preview,gpt-4-1106-vision-preview 10 30
gpt-4.1,gpt-4.1-2025-04-14 2 8 0.5 - - s=10
gpt-4.1-mini,gpt-4.1-mini-2025-04-14 0.4 1.6 0.1 - - s=10
gpt-4.1-nano,gpt-4.1-nano-2025-04-14 0.1 0.4 0.025
gpt-4.5-preview 75 150 37.5
gpt-4o,gpt-4o-2024-08-06,gpt-4o-2024-11-20 2.5 10 1.25 - - s=10
gpt-4o-2024-05-13 5 15 - - - s=10
gpt-4o-mini,gpt-4o-mini-2024-07-18,gpt-4o-mini-search-preview,gpt-4o-mini-search-preview-2025-03-11 0.15 0.6 0.075 - - s=10
gpt-4o-mini-2024-07-18.ft- 0.3 1.2
gpt-4o-mini-realtime-preview,gpt-4o-mini-realtime 0.6 2.4 0.3 - - ai=10 ac=0.3 ao=20
gpt-4o-mini-transcribe 1.25 5 - - - ai=3
gpt-4o-realtime-preview,gpt-4o-realtime 5 20 2.5 - - ai=40 ac=2.5 ao=80
gpt-4o-search-preview,gpt-4o-search-preview-2025-03-11 2.5 10
gpt-4o-transcribe,gpt-4o-transcribe-diarize 2.5 10 - - - ai=6
gpt-4o:extended 6 18
gpt-5,gpt-5-2025-08-07,gpt-5-chat,gpt-5-chat-latest,gpt-5-codex 1.25 10 0.125 - - s=10
gpt-5-image 10 10 1.25
gpt-5-image-mini 2.5 2 0.25
gpt-5-mini,gpt-5-mini-2025-08-07 0.25 2 0.025 - - s=10
gpt-5-nano 0.05 0.4 0.005 - - s=10
gpt-5-pro,gpt-5-pro-2025-10-06 15 120 - - - s=10
gpt-5.1,gpt-5.1-2025-11-13,gpt-5.1-codex,gpt-5.1-codex-max,gpt-5.1-chat,gpt-5.1-chat-latest,gpt-5-1,gpt-5-1-2025-11-13,gpt-5-1-codex,gpt-5-1-codex-max,gpt-5-1-chat,gpt-5-1-chat-latest 1.25 10 0.125 - - s=10
gpt-5.1-codex-mini,gpt-5.1-mini,gpt-5-1-codex-mini,gpt-5-1-mini 0.25 2 0.025
gpt-5.2,gpt-5.2-2025-12-11,gpt-5-2,gpt-5-2-2025-12-11,gpt-5.2-chat,gpt-5.2-chat-latest,gpt-5-2-chat,gpt-5-2-chat-latest,gpt-5.2-codex,gpt-5-2-codex 1.75 14 0.175 - - s=10
gpt-5.2-pro,gpt-5.2-pro-2025-12-11,gpt-5-2-pro-2025-12-11 21 168 - - - s=10
gpt-5.3,gpt-5-3,gpt-5.3-chat,gpt-5.3-chat-latest,gpt-5-3-chat,gpt-5-3-chat-latest 1.75 14 0.175
gpt-5.3-codex,gpt-5-3-codex 1.75 14 0.175
gpt-5.3-codex-spark 1.75 14 0.175
gpt-5.4,gpt-5.4-2026-03-05,gpt-5-4,gpt-5-4-2026-03-05 2.5 15 0.25 - - s=10
 >271999 5 22.5 0.5 - - s=10
gpt-5.4-image-2 8 15 2
gpt-5.4-mini,gpt-5.4-mini-2026-03-17,gpt-5-4-mini,gpt-5-4-mini-2026-03-17 0.75 4.5 0.075 - - s=10
gpt-5.4-nano,gpt-5.4-nano-2026-03-17,gpt-5-4-nano,gpt-5-4-nano-2026-03-17 0.2 1.25 0.02 - - s=10
gpt-5.4-pro,gpt-5.4-pro-2026-03-05,gpt-5-4-pro,gpt-5-4-pro-2026-03-05 30 180 - - - s=10
 >271999 60 270 - - - s=10
gpt-5.5,gpt-5.5-2026-04-23,gpt-5.5-2026-04-24,gpt-5-5,gpt-5-5-2026-04-23,gpt-5-5-2026-04-24,gpt-5.5-chat,gpt-5.5-chat-latest,gpt-5-5-chat,gpt-5-5-chat-latest,gpt-5.5-codex,gpt-5-5-codex 5 30 0.5 - - s=10
 >271999 10 45 1 - - s=10
gpt-5.5-pro,gpt-5.5-pro-2026-04-23,gpt-5-5-pro,gpt-5-5-pro-2026-04-23 30 180 - - - s=10
 >271999 60 270 - - - s=10
gpt-5.6-cyber 12.5 75 1.25 15.625
gpt-5.6-luna,gpt-5-6-luna 0.2 1.2 0.02 0.25 - s=10
 >271999 0.4 1.8 0.04 0.5 - s=10
gpt-5.6-sol,gpt-5-6-sol,gpt-5.6,gpt-5-6 4 20 0.4 5 - s=10
 >271999 8 30 0.8 10 - s=10
gpt-5.6-terra,gpt-5-6-terra 2 12 0.2 2.5 - s=10
 >271999 4 18 0.4 5 - s=10
gpt-6-astra 10 50 1 12.5 - s=10
 >271999 20 75 2 25 - s=10
gpt-6-luna 0.1 0.5 0.01 0.125 - s=10
 >272000 0.2 0.75 0.02 0.25 - s=10
gpt-6-sol 2 10 0.2 2.5 - s=10
 >272000 4 15 0.4 5 - s=10
gpt-6.1-sol 2 10 0.1 2.5
 >272000 4 15 0.2 5
gpt-6.1-terra 1 5 0.05 1.25
 >272000 2 7.5 0.1 2.5
gpt-audio,gpt-audio-2025-08-28,gpt-audio-1.5 2.5 10 - - - ai=32 ao=64
gpt-audio-mini,gpt-audio-mini-2025-10-06,gpt-audio-mini-2025-12-15 0.6 2.4 - - - ai=10 ao=20
gpt-chat-latest 5 30 0.5
gpt-daybreak-blue-latest 4 20 0.4 5
 >272000 8 30 0.8 10
gpt-daybreak-red-latest 12.5 75 1.25 15.625
gpt-image-1 5 40 1.25 - - ii=10 ic=2.5
gpt-image-1-mini 2 8 0.2 - - ii=2.5 ic=0.25
gpt-image-1.5,gpt-image-1.5-2025-12-16 5 10 1.25 - - ii=8 ic=2 io=32
gpt-image-2,gpt-image-2-2026-04-21 5 30 1.25 - - ii=8 ic=2
gpt-oss-120b 0.039 0.18
gpt-oss-20b 0.029 0.14
gpt-oss-safeguard-20b 0.075 0.3 0.037
gpt-realtime,gpt-realtime-2025-08-28,gpt-realtime-1.5 4 16 0.4 - - ai=32 ac=0.4 ao=64 ii=5 ic=0.5
gpt-realtime-2,gpt-realtime-2.1 4 24 0.4 - - ai=32 ac=0.4 ao=64 ii=5 ic=0.5
gpt-realtime-mini,gpt-realtime-2.1-mini,gpt-realtime-mini-2025-12-15,gpt-realtime-mini-2025-10-06 0.6 2.4 0.06 - - ai=10 ac=0.3 ao=20 ii=0.8 ic=0.08
o1,o1-2024-12-17 15 60 7.5
o1-mini,o1-mini-2024-09-12 1.1 4.4 0.55
o1-preview,o1-preview-2024-09-12 15 60 7.5
o1-pro,o1-pro-2025-03-19 150 600
o3,o3-2025-04-16 2 8 0.5 - - s=10
o3-deep-research,o3-deep-research-2025-06-26 10 40 2.5
o3-mini,o3-mini-2025-01-31,o3-mini-high 1.1 4.4 0.55
o3-pro,o3-pro-2025-06-10 20 80
o4-mini,o4-mini-2025-04-16,o4-mini-high 1.1 4.4 0.275 - - s=10
o4-mini-deep-research,o4-mini-deep-research-2025-06-26 2 8 0.5
text-davinci-002 20 20
text-davinci-003 20 20
text-embedding-3-large 0.13
text-embedding-3-small 0.02
text-embedding-ada-002,text-embedding-ada,text-embedding-ada-002-v2 0.1
@google generativelanguage.googleapis.com aiplatform.googleapis.com
claude-3-5-haiku 0.8 4 0.08 1
claude-3-5-sonnet 3 15 0.3 3.75
claude-3-7-sonnet 3 15 0.3 3.75
claude-3-haiku 0.25 1.25 0.03 0.3
claude-3-opus 15 75 1.5 18.75
claude-4-opus,claude-opus-4-0,claude-opus-4-1,claude-opus-4 15 75 1.5 18.75
claude-4-sonnet,claude-sonnet-4-0,claude-sonnet-4-2025,claude-sonnet-4,anthropic/claude-sonnet-4 3 15 0.3 3.75
claude-fable-5 10 50 1 12.5
claude-fable-5-1 10 50 0.25 12.5
claude-opus-4-6,claude-4-6-opus,claude-4.6-opus,claude-opus-4.6 5 25 0.5 6.25
 >200000 10 37.5 1 12.5
claude-opus-4-7,claude-4-7-opus,claude-4.7-opus,claude-opus-4.7 5 25 0.5 6.25
claude-opus-4-8,claude-4-8-opus,claude-4.8-opus,claude-opus-4.8 5 25 0.5 6.25
claude-opus-5,claude-5-opus,claude-5.0-opus,claude-opus-5.0 5 25 0.5 6.25
claude-opus-5-5,claude-5-5-opus,claude-5.5-opus,claude-opus-5.5 4 20 0.2 5
claude-sonnet-4-5,claude-sonnet-4.5 3 15 0.3 3.75
 >200000 6 22.5 0.6 7.5
claude-sonnet-4-6,claude-sonnet-4.6 3 15 0.3 3.75
deep-research-max-preview-04-2026 2 12 0.2
 >200000 4 18 0.4
deep-research-preview-04-2026 2 12 0.2
 >200000 4 18 0.4
gemini-1.0-pro-vision-001 0.125 0.375
gemini-1.5-flash 0.075 0.3 0.01875
 >128000 0.15 0.6 0.0375
gemini-1.5-pro 1.25 5
 >128000 2.5 10
gemini-2.0-flash,gemini-2.0-flash-0,gemini-2.0-flash-exp,gemini-2.0-flash-thinking,gemini-2.0-flash-latest 0.1 0.4 0.025 - - ai=0.7 ac=0.175
gemini-2.0-flash-lite 0.075 0.3
gemini-2.5-computer-use-preview-10-2025 1.25 10
 >200000 2.5 15
gemini-2.5-flash,gemini-2.5-flash-latest,gemini-2.5-flash-preview-09-2025 0.3 2.5 0.03 - - ai=1 ac=0.1
gemini-2.5-flash-image,gemini-2.5-flash-image-preview 0.3 2.5 - - - io=30
gemini-2.5-flash-lite 0.1 0.4 0.01 - - ai=0.3 ac=0.03
gemini-2.5-flash-preview,gemini-2.5-flash-preview-05-20,gemini-2.5-flash-preview-04-17,gemini-2.5-flash-preview-05-20:thinking,gemini-2.5-flash-preview:thinking 0.15 0.6
gemini-2.5-pro 1.25 10 0.125
 >200000 2.5 15 0.25
gemini-3-flash-preview 0.5 3 0.05 - - ai=1 ac=0.1
gemini-3-pro-image-preview,gemini-3-pro-image 2 12 - - - io=120
gemini-3-pro-preview,gemini-3-pro-text-preview 2 12 0.2
 >200000 4 18 0.4
gemini-3.1-flash-image-preview,gemini-3.1-flash-image 0.5 3 - - - io=60
gemini-3.1-flash-lite,gemini-3.1-flash-lite-preview 0.25 1.5 0.025 - - ai=0.5 ac=0.05
gemini-3.1-flash-lite-image 0.25 1.5 - - - io=30
gemini-3.1-flash-live-preview 0.75 4.5 - - - ai=3 ao=12 ii=1
gemini-3.1-pro-preview 2 12 0.2
 >200000 4 18 0.4
gemini-3.1-pro-preview-customtools 2 12 0.2
 >200000 4 18 0.4
gemini-3.5-flash,gemini-3.5-flash-preview 1.5 9 0.15
gemini-3.5-flash-lite 0.3 2.5 0.03
gemini-3.6-flash 0.75 3.75 0.075
 from=2027-01-01 1.5 7.5 0.15
gemini-3.7-flash 0.75 3.75 0.075
 from=2027-01-01 1.5 7.5 0.15
gemini-3.8-flash 0.75 3.75 0.075
 from=2027-01-01 1.5 7.5 0.15
gemini-4-argon 2 10 0.1
gemini-embedding-001 0.15
gemini-embedding-2 0.2 - - - - ai=6.5 ii=0.45
gemini-flash-1.5 0.075 0.3 0.01875
 >128000 0.15 0.6 0.0375
gemini-flash-1.5-8b 0.0375 0.15 0.01
 >128000 0.075 0.3 0.02
gemini-flash-latest 1.5 9 0.15
gemini-flash-lite-latest 0.25 1.5 0.025
gemini-live-2.5-flash,gemini-2.5-flash-native-audio-preview,gemini-2.5-flash-native-audio-latest 0.5 2 - - - ai=3 ao=12
gemini-omni-flash-preview 1.5 9
gemini-pro,gemini-1.0-pro 0.125 0.375
gemini-pro-1.5 1.25 5 0.3125
 >128000 2.5 10 0.625
gemini-pro-latest 2 12 0.2
 >200000 4 18 0.4
gemini-robotics-er-2-preview 1 5 0.1
gemma-2-27b-it 0.65 0.65
gemma-4-26b-a4b-it-maas 0.15 0.6 0.015
@openrouter openrouter.ai
aion-labs/aion-2.0 0.8 1.6 0.2
aion-labs/aion-3.0 3 6 0.75
aion-labs/aion-3.0-mini 0.7 1.4 0.18
aion-labs/aion-3.5 3 6 0.75
aion-labs/aion-3.5-mini 0.7 1.4 0.18
amazon/nova-2-lite-v1 0.3 2.5
amazon/nova-lite-v1 0.06 0.24
amazon/nova-micro-v1 0.035 0.14
amazon/nova-premier-v1 2.5 12.5 0.625
amazon/nova-pro-v1 0.8 3.2
anthropic/claude-fable-5,anthropic/claude-fable-5:beta 10 50 1 12.5
anthropic/claude-fable-5.1,anthropic/claude-fable-5.1:beta 10 50 0.25 12.5
anthropic/claude-fable-5.1:batch 5 25 0.125 6.25
anthropic/claude-fable-5.2 8 40 0.2 10
anthropic/claude-fable-5.2:batch 4 20 0.1 5
anthropic/claude-fable-5:batch 5 25 0.5 6.25
anthropic/claude-haiku-4.5,anthropic/claude-4.5-haiku-20251001,anthropic/claude-4.5-haiku-20251001:beta,anthropic/claude-haiku-4.5-20251001,anthropic/claude-haiku-4.5-20251001:beta,anthropic/claude-haiku-4.5:beta 1 5 0.1 1.25
anthropic/claude-haiku-4.5:batch 0.5 2.5 0.05 0.625
anthropic/claude-haiku-5.5 0.1 0.5 0.01 0.125
 >100000 0.5 2.5 0.05 0.625
anthropic/claude-haiku-5.5:batch 0.05 0.25 0.005 0.0625
 >100000 0.25 1.25 0.025 0.3125
anthropic/claude-opus-4,anthropic/claude-opus-4.1 15 75 1.5 18.75
anthropic/claude-opus-4.1:batch 7.5 37.5 0.75 9.375
anthropic/claude-opus-4.5,anthropic/claude-4.5-opus-20251124,anthropic/claude-4.5-opus-20251124:beta,anthropic/claude-opus-4.5-20251124,anthropic/claude-opus-4.5-20251124:beta,anthropic/claude-opus-4.5:beta 5 25 0.5 6.25
anthropic/claude-opus-4.5:batch 2.5 12.5 0.25 3.125
anthropic/claude-opus-4.6,anthropic/claude-4.6-opus-20260205,anthropic/claude-4.6-opus-20260205:beta,anthropic/claude-opus-4.6-20260205,anthropic/claude-opus-4.6-20260205:beta,anthropic/claude-opus-4.6:beta 5 25 0.5 6.25
anthropic/claude-opus-4.6:batch 2.5 12.5 0.25 3.125
anthropic/claude-opus-4.7,anthropic/claude-opus-4.7:beta 5 25 0.5 6.25
anthropic/claude-opus-4.7:batch 2.5 12.5 0.25 3.125
anthropic/claude-opus-4.8,anthropic/claude-opus-4.8:beta 5 25 0.5 6.25
anthropic/claude-opus-4.8:batch 2.5 12.5 0.25 3.125
anthropic/claude-opus-5,anthropic/claude-opus-5:beta 5 25 0.5 6.25
anthropic/claude-opus-5.5,anthropic/claude-opus-5.5:beta 4 20 0.2 5
anthropic/claude-opus-5.5:batch 2 10 0.1 2.5
anthropic/claude-opus-5:batch 2.5 12.5 0.25 3.125
anthropic/claude-sonnet-4.5,anthropic/claude-4.5-sonnet-20250929,anthropic/claude-4.5-sonnet-20250929:beta,anthropic/claude-sonnet-4.5-20250929,anthropic/claude-sonnet-4.5-20250929:beta,anthropic/claude-sonnet-4.5:beta 3 15 0.3 3.75
 >200000 6 22.5 0.6 7.5
anthropic/claude-sonnet-4.5:batch 1.5 7.5 0.15 1.875
 >200000 3 11.25 0.3 3.75
anthropic/claude-sonnet-4.6,anthropic/claude-4.6-sonnet-20260217,anthropic/claude-4.6-sonnet-20260217:beta,anthropic/claude-sonnet-4.6-20260217,anthropic/claude-sonnet-4.6-20260217:beta,anthropic/claude-sonnet-4.6:beta 3 15 0.3 3.75
anthropic/claude-sonnet-4.6:batch 1.5 7.5 0.15 1.875
anthropic/claude-sonnet-5,anthropic/claude-sonnet-5:beta 2 10 0.2 2.5
anthropic/claude-sonnet-5.5 2 10 0.1 2.5
anthropic/claude-sonnet-5.5:batch 1 5 0.05 1.25
anthropic/claude-sonnet-5:batch 1 5 0.1 1.25
bytedance-seed/seed-1.6 0.25 2
 >128000 0.5 4
bytedance-seed/seed-1.6-flash 0.075 0.3
 >128000 0.1 0.8
bytedance-seed/seed-2-1-turbo 0.5 2.5
bytedance-seed/seed-2.0-code 0.5 3
 >128000 1 6
bytedance-seed/seed-2.0-lite 0.25 2
 >128000 0.5 4
bytedance-seed/seed-2.0-mini 0.1 0.4
 >128000 0.2 0.8
cohere/command-a 2.5 10
cohere/command-a-plus 0.3 1.5 0.15
cohere/command-r-08-2024 0.15 0.6
cohere/command-r-plus-08-2024 2.5 10
cohere/command-r7b-12-2024 0.0375 0.15
deepseek/deepseek-chat 0.32 0.89
deepseek/deepseek-chat-v3-0324 0.29 1.14 0.11
deepseek/deepseek-chat-v3.1 0.25 0.95 0.13
deepseek/deepseek-r1-0528 0.5 2.15 0.35
deepseek/deepseek-v3.1-terminus 0.27 1
deepseek/deepseek-v3.2 0.26 0.38 0.13
deepseek/deepseek-v3.2-exp 0.27 0.41
deepseek/deepseek-v4-flash 0.091 0.182 0.0182
deepseek/deepseek-v4-flash-0731 0.0434 0.3 0.035
deepseek/deepseek-v4-flash-0731:batch 0.048 0.144 0.012
deepseek/deepseek-v4-flash-vision-exp 0.44 1.32 0.014
deepseek/deepseek-v4-pro 0.95526 1.91052 0.079605
deepseek/deepseek-v4-pro-0813 0.111 4.44 0.097
deepseek/deepseek-v4.1-flash 0.006 0.5 0.005
deepseek/deepseek-v4.1-flash-1017 0.006 0.5 0.005
deepseek/deepseek-v4.1-flash-1017:batch 0.011 0.2 0.002
deepseek/deepseek-v4.1-flash:batch 0.112 0.336 0.00336
elorian/glimpse 0.6 3 0.06
fireworks/ember-1 3 15 0.3
google/gemini-2.5-flash 0.3 2.5 0.03 0.083333
google/gemini-2.5-flash-lite 0.1 0.4 0.01 0.083333
google/gemini-2.5-pro,google/gemini-2.5-pro-preview,google/gemini-2.5-pro-preview-05-06 1.25 10 0.125 0.375
 >200000 2.5 15 0.25 0.375
google/gemini-3-flash-preview 0.5 3 0.05 0.083333
google/gemini-3-flash-preview:batch 0.25 1.5
google/gemini-3-pro-image 2 12 0.2 0.375
google/gemini-3.1-flash-lite,google/gemini-3.1-flash-lite-preview 0.25 1.5 0.025 0.083333
google/gemini-3.1-flash-lite:batch 0.125 0.75 0.0125
google/gemini-3.1-pro-preview,google/gemini-3.1-pro-preview-customtools 2 12 0.2 0.375
 >200000 4 18 0.4 0.375
google/gemini-3.1-pro-preview:batch 1 6
 >200000 2 9
google/gemini-3.5-flash 1.5 9 0.15 0.083333
google/gemini-3.5-flash-lite 0.3 2.5 0.03 0.083333
google/gemini-3.5-flash-lite:batch 0.15 1.25 0.015
google/gemini-3.5-flash:batch 0.75 4.5 0.075
google/gemini-3.6-flash 0.75 3.75 0.075 0.041667
google/gemini-3.6-flash:batch 0.375 1.875 0.0375 0.041667
google/gemini-3.7-flash 0.75 3.75 0.075 0.041667
google/gemini-3.7-flash:batch 0.375 1.875 0.0375 0.041667
google/gemini-3.8-flash 0.825 4.125 0.0825 0.041667
google/gemini-3.8-flash:batch 0.375 1.875 0.0375 0.041667
google/gemini-4-argon 2 10 0.1 0.1875
google/gemini-4-argon:batch 1 5 0.05 0.1875
google/gemini-nano-banana-2.1 1.5 7.5
google/gemma-3-12b-it 0.05 0.15
google/gemma-3-27b-it 0.08 0.45 0.04
google/gemma-4-26b-a4b-it 0.08 0.1 0.046
google/gemma-4-31b-it 0.2 0.4
ibm-granite/granite-4.2-8b 0.06 0.25 0.015
inclusionai/ling-3.0-flash 0.021 0.063 0.0042
inclusionai/ling-3.0-flash-vl 0.06 0.18 0.012
inclusionai/ling-3.0-tiny 0.015 0.045 0.003
inclusionai/ling-3.1-flash 0.045 0.135 0.009
liquid/lfm-2.5-2.6b 0.35 0.5 0.04
liquid/lfm-2.5-24b-a2b 0.05 0.7 0.025
liquid/lfm-3-1.7b 0.08 0.2 0.02
meituan/longcat-2.0 0.3 1.2 0.006
meta-llama/llama-3.1-8b-instruct 0.02 0.04
meta-llama/llama-3.3-70b-instruct 0.71 0.71 0.71
meta-llama/llama-4-maverick 0.35 1 0.17
meta-llama/llama-4-scout 0.1 0.3
meta/muse-ember 0.1 0.5 0.004 0.125
meta/muse-glimmer-30b 0.3 1.2 0.04
meta/muse-glimmer-30b:batch 0.24 0.96 0.032
meta/muse-spark-1.1 1.25 4.25 0.15
meta/muse-spark-1.2 1.25 4.25 0.15
meta/muse-spark-1.2-contributor 0.1 0.2 0.002
meta/muse-spark-1.3 1.25 4.25 0.15
meta/muse-spark-1.3-contributor 0.1 0.2 0.002
meta/muse-spark-open 1.25 4.25 0.15
meta/muse-wonder 4 20 0.2
minimax/minimax-m2.5 0.3 1.2 0.06
minimax/minimax-m2.7 0.21 0.84 0.042
minimax/minimax-m3,minimax/minimax-m3-20260531 0.3 1.2 0.06
minimax/minimax-m3.1-flash 0.15 0.6 0.015
minimax/minimax-m3:batch 0.224 0.88 0.0448
mistralai/codestral-2508 0.3 0.9 0.03
mistralai/devstral-2512 0.4 2 0.04
mistralai/ministral-14b-2512 0.2 0.2 0.02
mistralai/ministral-3b-2512 0.1 0.1 0.01
mistralai/ministral-8b-2512 0.15 0.15 0.015
mistralai/mistral-large,mistralai/mistral-large-2407,mistral-large-2411 2 6 0.2
mistralai/mistral-large-2512 0.5 1.5 0.05
mistralai/mistral-large-4-0 0.7 2.1 0.07
mistralai/mistral-medium-3 0.4 2 0.04
mistralai/mistral-medium-3-5 1.5 7.5
mistralai/mistral-medium-3-5:batch 0.75 3.75
mistralai/mistral-medium-3.1 0.4 2 0.04
mistralai/mistral-nemo 0.029 0.03
mistralai/mistral-saba 0.2 0.6 0.02
mistralai/mistral-small-2603 0.15 0.6 0.015
mistralai/mistral-small-3.1-24b-instruct 0.351 0.555
mistralai/mistral-small-3.2-24b-instruct 0.1 0.3 0.01
mistralai/mixtral-8x22b-instruct 2 6 0.2
mistralai/voxtral-small-24b-2507 0.1 0.3 0.01
moonshotai/kimi-k2 0.57 2.3
moonshotai/kimi-k2-0905 0.6 2.5
moonshotai/kimi-k2-thinking 0.6 2.5 0.15
moonshotai/kimi-k2.5 0.41 2.06 0.07
moonshotai/kimi-k2.6 0.65 3.41 0.15
moonshotai/kimi-k2.7-code 0.6 3.5 0.16
moonshotai/kimi-k3 0.192 16 0.182
moonshotai/kimi-k3.1-pro 2 10 0.2
moonshotai/kimi-k3:batch 2.28 11.4 0.228
nex-agi/nex-n2.5-pro 0.075 0.25 0.015
nex-agi/nex-n2.6 0.12 0.4 0.024
nvidia/nemotron-3-nano-30b-a3b 0.06 0.24 0.012
nvidia/nemotron-3-super-120b-a12b 0.075 0.4
nvidia/nemotron-3-ultra-550b-a55b 0.6 2.4 0.12
nvidia/nemotron-3.5-lightning 0.07 0.2 0.04
nvidia/nemotron-3.5-super-vl 0.15 0.47 0.02
openai/gpt-3.5-turbo-0613 1 2
openai/gpt-3.5-turbo-16k 3 4
openai/gpt-4,gpt-4-0314 30 60
openai/gpt-4-turbo:batch 5 15
openai/gpt-4.1 2 8 0.5
openai/gpt-4.1-mini,openai/gpt-4.1-mini-2025-04-14 0.4 1.6 0.1
openai/gpt-4.1-mini:batch 0.2 0.8 0.05
openai/gpt-4.1-nano 0.1 0.4 0.03
openai/gpt-4.1-nano:batch 0.05 0.2 0.0125
openai/gpt-4.1:batch 1 4 0.25
openai/gpt-4o,openai/gpt-4o-2024-08-06,openai/gpt-4o-2024-11-20 2.5 10 1.25
openai/gpt-4o-2024-05-13 5 15
openai/gpt-4o-mini,openai/gpt-4o-mini-2024-07-18 0.15 0.6 0.075
openai/gpt-4o-mini:batch 0.075 0.3 0.0375
openai/gpt-4o:batch 1.25 5 0.625
openai/gpt-5,openai/gpt-5-2025-08-07,openai/gpt-5-chat,openai/gpt-5-codex,openai/gpt-5.1-codex-max 1.25 10 0.125
openai/gpt-5-mini,openai/gpt-5-mini-2025-08-07 0.25 2 0.025
openai/gpt-5-mini:batch 0.125 1 0.0125
openai/gpt-5-nano 0.05 0.4 0.005
openai/gpt-5-nano:batch 0.025 0.2 0.0025
openai/gpt-5-pro 15 120
openai/gpt-5-pro:batch 7.5 60
openai/gpt-5.1,openai/gpt-5.1-chat,openai/gpt-5.1-codex 1.25 10 0.125
openai/gpt-5.1-codex-mini,openai/gpt-5.1-codex-mini-20251113 0.25 2 0.03
openai/gpt-5.1:batch 0.625 5 0.0625
openai/gpt-5.2,openai/gpt-5.2-20251211,openai/gpt-5.2-chat,openai/gpt-5.2-codex 1.75 14 0.175
openai/gpt-5.2-pro,openai/gpt-5.2-pro-20251211 21 168
openai/gpt-5.2-pro:batch 10.5 84
openai/gpt-5.2:batch 0.875 7 0.0875
openai/gpt-5.3-codex,openai/gpt-5.3-codex-20260224 1.75 14 0.175
openai/gpt-5.4,openai/gpt-5.4-20260305 2.5 15 0.25
 >272000 5 22.5 0.5
openai/gpt-5.4-mini 0.75 4.5 0.075
openai/gpt-5.4-mini:batch 0.375 2.25 0.0375
openai/gpt-5.4-nano 0.2 1.25 0.02
openai/gpt-5.4-nano:batch 0.1 0.625 0.01
openai/gpt-5.4-pro 30 180
 >272000 60 270
openai/gpt-5.4-pro:batch 15 90
 >272000 30 135
openai/gpt-5.4:batch 1.25 7.5 0.125
 >272000 2.5 11.25 0.25
openai/gpt-5.5 5 30 0.5
 >272000 10 45 1
openai/gpt-5.5-pro 30 180
 >272000 60 270
openai/gpt-5.5-pro:batch 15 90
 >272000 30 135
openai/gpt-5.5:batch 2.5 15 0.25
 >272000 5 22.5 0.5
openai/gpt-5.6-luna 0.2 1.2 0.02 0.25
 >272000 0.4 1.8 0.04 0.5
openai/gpt-5.6-luna-pro 0.2 1.2 0.02 0.25
 >272000 0.4 1.8 0.04 0.5
openai/gpt-5.6-luna-pro:batch 0.1 0.6 0.01
 >272000 0.2 0.9 0.02
openai/gpt-5.6-luna:batch 0.1 0.6 0.01
 >272000 0.2 0.9 0.02
openai/gpt-5.6-sol 4 20 0.4 5
 >272000 8 30 0.8 10
openai/gpt-5.6-sol-pro 4 20 0.4 5
 >272000 8 30 0.8 10
openai/gpt-5.6-sol-pro:batch 2 10 0.2 2.5
 >272000 4 15 0.4 5
openai/gpt-5.6-sol:batch 2 10 0.2 2.5
 >272000 4 15 0.4 5
openai/gpt-5.6-terra 2 12 0.2 2.5
 >272000 4 18 0.4 5
openai/gpt-5.6-terra-pro 2 12 0.2 2.5
 >272000 4 18 0.4 5
openai/gpt-5.6-terra-pro:batch 1 6 0.1
 >272000 2 9 0.2
openai/gpt-5.6-terra:batch 1 6 0.1
 >272000 2 9 0.2
openai/gpt-5:batch 0.625 5 0.0625
openai/gpt-6-astra 10 50 1 12.5
 >272000 20 75 2 25
openai/gpt-6-astra-pro 10 50 1 12.5
 >272000 20 75 2 25
openai/gpt-6-astra-pro:batch 5 25 0.5 6.25
 >272000 10 37.5 1 12.5
openai/gpt-6-astra:batch 5 25 0.5 6.25
 >272000 10 37.5 1 12.5
openai/gpt-6-luna,openai/gpt-6-luna-pro 0.1 0.5 0.01 0.125 - s=10
 >272000 0.2 0.75 0.02 0.25 - s=10
openai/gpt-6-luna:batch,openai/gpt-6-luna-pro:batch 0.05 0.25 0.005 0.0625 - s=10
 >272000 0.1 0.375 0.01 0.125 - s=10
openai/gpt-6-sol,openai/gpt-6-sol-pro 2 10 0.2 2.5 - s=10
 >272000 4 15 0.4 5 - s=10
openai/gpt-6-sol:batch,openai/gpt-6-sol-pro:batch 1 5 0.1 1.25 - s=10
 >272000 2 7.5 0.2 2.5 - s=10
openai/gpt-6.1-sol 2 10 0.1 2.5
 >272000 4 15 0.2 5
openai/gpt-6.1-sol-pro 2 10 0.1 2.5
 >272000 4 15 0.2 5
openai/gpt-6.1-sol-pro:batch 1 5 0.05 1.25
 >272000 2 7.5 0.1 2.5
openai/gpt-6.1-sol:batch 1 5 0.05 1.25
 >272000 2 7.5 0.1 2.5
openai/gpt-6.1-terra 1 5 0.05 1.25
 >272000 2 7.5 0.1 2.5
openai/gpt-6.1-terra-pro 1 5 0.05 1.25
 >272000 2 7.5 0.1 2.5
openai/gpt-6.1-terra-pro:batch 0.5 2.5 0.025 0.625
 >272000 1 3.75 0.05 1.25
openai/gpt-6.1-terra:batch 0.5 2.5 0.025 0.625
 >272000 1 3.75 0.05 1.25
openai/gpt-chat-latest 5 30 0.5
openai/gpt-oss-120b 0.15 0.6 0.075
openai/gpt-oss-120b:batch 0.0296 0.136
openai/gpt-oss-20b 0.03 0.13 0.03
openai/gpt-oss-20b:batch 0.024 0.112
openai/gpt-oss-safeguard-20b 0.075 0.3 0.0375
openai/o3 2 8 0.5
openai/o3-mini:batch 0.55 2.2 0.275
openai/o3-pro 20 80
openai/o3:batch 1 4 0.25
openai/o4-mini:batch 0.55 2.2 0.1375
particle-ai/particle-1 0.05 0.5 0.003
perceptron/perceptron-mk1.5 0.15 1.5
prism-ml/ternary-bonsai-2-27b 0.075 0.5 0.0375
prism-ml/ternary-bonsai-2-9b 0.08 0.13 0.04
qwen/qwen-2.5-72b-instruct 0.36 0.4
qwen/qwen-2.5-7b-instruct 0.1 0.2
qwen/qwen-plus 0.26 0.78 0.052 0.325
 >256000 0.78 2.34 0.156 0.975
qwen/qwen3-14b 0.1 0.22
qwen/qwen3-235b-a22b-2507 0.14 0.8 0.05
qwen/qwen3-235b-a22b-thinking-2507 0.45 3.5
qwen/qwen3-30b-a3b 0.12 0.5
qwen/qwen3-30b-a3b-instruct-2507 0.1 0.3 0.1
qwen/qwen3-32b 0.08 0.28
qwen/qwen3-coder 0.3 1 0.1
qwen/qwen3-coder-30b-a3b-instruct 0.15 0.6
qwen/qwen3-coder-flash 0.195 0.975 0.039 0.24375
 >32000 0.325 1.625 0.065 0.40625
 >128000 0.52 2.6 0.104 0.65
qwen/qwen3-coder-next 0.12 0.8 0.07
qwen/qwen3-next-80b-a3b-instruct,qwen/qwen3-next-80b-a3b-instruct-2509 0.09 1.1
qwen/qwen3-vl-235b-a22b-instruct 0.21 1.9 0.1
qwen/qwen3-vl-30b-a3b-instruct 0.15 0.6
qwen/qwen3-vl-30b-a3b-thinking 0.29 1
qwen/qwen3-vl-8b-instruct 0.25 0.75 0.12
qwen/qwen3.5-122b-a10b,qwen/qwen3.5-122b-a10b-20260224 0.26 2.08
qwen/qwen3.5-27b 0.26 2.6
qwen/qwen3.5-35b-a3b,qwen/qwen3.5-35b-a3b-20260224 0.14 1 0.05
qwen/qwen3.5-397b-a17b 0.6 3.6 0.12
qwen/qwen3.5-9b 0.17 0.25
qwen/qwen3.5-flash-02-23,qwen/qwen3.5-flash-20260224 0.065 0.26
qwen/qwen3.5-plus-02-15 0.26 1.56
 >256000 0.325 1.95
qwen/qwen3.5-plus-20260420 0.3 1.8 - 0.375
 >256000 0.375 2.25 - 0.46875
qwen/qwen3.6-27b 0.32 3.2
qwen/qwen3.6-35b-a3b 0.1 0.9 0.025
qwen/qwen3.6-flash 0.1875 1.125 - 0.234375
 >256000 0.75 3 - 0.9375
qwen/qwen3.6-plus,qwen/qwen3.6-plus-04-02 0.325 1.95 - 0.40625
 >256000 1.3 3.9 - 1.625
qwen/qwen3.7-flash 0.03 0.13 0.006 0.038
 >32000 0.1 0.4 0.02 0.125
 >256000 0.2 0.8 0.04 0.25
qwen/qwen3.7-max 1.475 4.425 0.295 1.84375
qwen/qwen3.7-plus 0.32 1.28 0.064 0.4
 >256000 0.96 3.84 0.192 1.2
qwen/qwen3.7-plus:batch 0.23 0.92
qwen/qwen3.8-2.4t-a95b 2 6 0.25
qwen/qwen3.8-27b 0.15 1.875 0.0375
qwen/qwen3.8-27b:batch 0.16 2 0.04
qwen/qwen3.8-flash 0.15 0.47 0.016
qwen/qwen3.8-max-0902 2 6 0.25
qwen/qwen3.8-max-0902:batch 1.15 3.45
qwen/qwen3.8-max-prime 4 12 0.5
qwen/qwen3.8-omni-flash 0.15 0.47 0.016
reflection/beam-1.0-501b-a23b 0.3 1 0.04
rekaai/reka-edge 0.1 0.1
relace/relace-search 1 3
ricursiveai/ripple-65b-preview 0.2 0.6 0.05
sakana/fugu-max 2 6 0.25
sakana/fugu-ultra 5 30 0.5
 >272000 10 45 1
sakana/fugu-ultra-v2 5 30 0.5
 >272000 10 45 1
sakana/sakana-namazu 0.95 4 0.15
stepfun/step-3.5-flash 0.1 0.3
stepfun/step-3.7-flash 0.2 1.15 0.04
stepfun/step-5-preview 1 2.7 0.1
tencent/hy3 0.132 0.528 0.033
tencent/hy3-preview 0.18 0.6 0.06
tencent/hy4 0.417 1.2505 0.021
tencent/hy4-preview 0.834 2.501 0.042
thinkingmachines/inkling 1 4.05 0.17
thinkingmachines/inkling-small 0.45 1.2 0.1
thinkingmachines/inkling-small:batch 0.36 0.96 0.08
unbiased/pareto-26.10 0.8 3.2 0.03
unbiased/pareto-26.9 2.5 7.5 0.25
upstage/solar-mini4 0.05 0.2 0.005
upstage/solar-pro4 0.15 0.6 0.03
x-ai/grok-4.20 1.25 2.5 0.2
 >200000 2.5 5 0.4
x-ai/grok-4.3 1.25 2.5 0.2
 >200000 2.5 5 0.4
x-ai/grok-4.3:batch 1 2 0.16
 >200000 2 4 0.32
x-ai/grok-4.5 2 6 0.3
 >200000 4 12 0.6
x-ai/grok-4.6 2 6 0.5
 >200000 4 12 1
x-ai/grok-4.6:batch 1.6 4.8 0.4
 >200000 3.2 9.6 0.8
x-ai/grok-4.7 2 6 0.5
 >200000 4 12 1
x-ai/grok-4.7:batch 1.6 4.8 0.4
 >200000 3.2 9.6 0.8
x-ai/grok-build-0.1 1 2 0.2
 >200000 2 4 0.4
xiaomi/mimo-v2.5 0.4 2 0.08
xiaomi/mimo-v2.5-pro 0.48 1.8 0.096
xiaomi/mimo-v2.6-flash 0.14 0.28 0.0028
xiaomi/mimo-v2.6-pro 0.435 0.87 0.0036
xiaomi/mimo-v2.6-pro-ultraspeed 4.35 8.7 0.036
z-ai/glm-4.5 0.6 2.2 0.11
z-ai/glm-4.5-air 0.2 1.1 0.03
z-ai/glm-4.5v 0.6 1.8 0.11
z-ai/glm-4.6 0.5 2 0.1
z-ai/glm-4.6v 0.3 0.9 0.055
z-ai/glm-4.7 0.6 2.2 0.11
z-ai/glm-4.7-flash 0.0605 0.4
z-ai/glm-5 0.6 1.9 0.119
z-ai/glm-5-turbo,z-ai/glm-5-turbo-20260315 1.2 4 0.24
z-ai/glm-5.1 1.4 4.4 0.26
z-ai/glm-5.2 0.0062 6.8 0.0052
z-ai/glm-5.2:batch 0.527 1.075 0.178
z-ai/glm-5.3 0.0699 1.4 0.0689
z-ai/glm-5.3-flash 0.15 0.5 0.03
z-ai/glm-5.3-flash:batch 0.03 0.061 0.013
z-ai/glm-5.3-flashx 0.37 1.25 0.075
z-ai/glm-5.3-flashx-legal 0.37 1.25 0.075
z-ai/glm-5.3-prime 2.8 8.8 0.56
z-ai/glm-5.3:batch 0.45 2 0.1
z-ai/glm-5v-turbo 1.2 4 0.24
~anthropic/claude-fable-latest 8 40 0.2 10
~anthropic/claude-haiku-latest 0.1 0.5 0.01 0.125
 >100000 0.5 2.5 0.05 0.625
~anthropic/claude-opus-latest 4 20 0.2 5
~anthropic/claude-sonnet-latest 2 10 0.1 2.5
~deepseek/deepseek-flash-latest 0.006 0.5 0.005
~deepseek/deepseek-pro-latest 0.0999 8 0.0999
~deepseek/deepseek-v4-flash-latest 0.0434 0.3 0.035
~google/gemini-flash-latest 0.75 3.75 0.075 0.041667
~google/gemini-pro-latest 2 10 0.1 0.1875
~moonshotai/kimi-latest 0.1824 9.3388 0.18
~openai/gpt-astra-latest 10 50 1 12.5
 >272000 20 75 2 25
~openai/gpt-luna-latest 0.1 0.5 0.01 0.125
 >272000 0.2 0.75 0.02 0.25
~openai/gpt-mini-latest 0.75 4.5 0.075
~openai/gpt-sol-latest 2 10 0.1 2.5
 >272000 4 15 0.2 5
~openai/gpt-terra-latest 1 5 0.05 1.25
 >272000 2 7.5 0.1 2.5
~unbiased/pareto-latest 0.8 3.2 0.03
~x-ai/grok-latest 2 6 0.5
 >200000 4 12 1
~z-ai/glm-flash-latest 0.0399 0.0784 0.03
~z-ai/glm-latest 0.0699 1.4 0.0689
@azure .openai.azure.com .services.ai.azure.com
ada,text-embedding-ada,text-embedding-ada-002,text-embedding-ada-002-v2 0.1
babbage,babbage-002 0.4
chat-latest 5 30 0.5
curie,text-curie,text-curie-001 2
davinci,davinci-002,text-davinci,text-davinci-002 2
deepseek-v4-pro 1.925 3.828 0.165
gpt-4 30 60
gpt-4-turbo 10 30
gpt-4.1 2 8 0.5
gpt-4.1-mini 0.4 1.6 0.1
gpt-4.1-nano 0.1 0.4 0.025
gpt-4o 2.5 10 1.25
gpt-4o-2024-05-13 5 15
gpt-4o-2024-08-06 2.5 10 1.25
gpt-4o-2024-11-20 2.5 10 1.25
gpt-4o-mini 0.15 0.6 0.075
gpt-5 1.25 10 0.125
gpt-5-chat-latest 1.25 10 0.125
gpt-5-mini 0.25 2 0.025
gpt-5-nano 0.05 0.4 0.005
gpt-5-pro 15 120
gpt-5.1 1.25 10 0.125
gpt-5.2 1.75 14 0.175
gpt-5.2-pro 21 168
gpt-5.3-codex 1.75 14 0.175
gpt-5.3-codex-spark 1.75 14 0.175
gpt-5.4 2.5 15 0.25
 >272000 5 22.5 0.5
gpt-5.4-mini 0.75 4.5 0.075
gpt-5.4-nano 0.2 1.25 0.02
gpt-5.4-pro 30 180
 >272000 60 270
gpt-5.5 5 30 0.5
 >272000 10 45 1
gpt-5.5-pro 30 180
 >272000 60 270
gpt-5.6-cyber 12.5 75 1.25 15.625
gpt-5.6-luna 0.2 1.2 0.02 0.25
 >272000 0.4 1.8 0.04 0.5
gpt-5.6-sol 4 20 0.4 5
 >272000 8 30 0.8 10
gpt-5.6-terra 2 12 0.2 2.5
 >272000 4 18 0.4 5
gpt-6-astra 10 50 1 12.5
 >272000 20 75 2 25
gpt-6-luna 0.1 0.5 0.01 0.125
 >272000 0.2 0.75 0.02 0.25
gpt-6-sol 2 10 0.2 2.5
 >272000 4 15 0.4 5
gpt-6.1-sol 2 10 0.1 2.5
 >272000 4 15 0.2 5
gpt-6.1-terra 1 5 0.05 1.25
 >272000 2 7.5 0.1 2.5
gpt-daybreak-blue-latest 4 20 0.4 5
 >272000 8 30 0.8 10
gpt-daybreak-red-latest 12.5 75 1.25 15.625
o1,o1-2024-12-17 15 60 7.5
o1-mini,o1-mini-2024-09-12 1.1 4.4 0.55
o1-preview,o1-preview-2024-09-12 15 60 7.5
o1-pro 150 600
o3-2025-04-16,o3 2 8 0.5
o3-mini,o3-mini-2025-01-31 1.1 4.4 0.55
o3-pro 20 80
o4-mini,o4-mini-2025-04-16 1.1 4.4 0.275
phi-3-medium-128k-instruct 1 1
phi-3-mini-128k-instruct 0.1 0.1
phi-3.5-mini-128k-instruct 0.1 0.1
phi-4 0.07 0.14
phi-4-mini-instruct 0.08 0.35
phi-4-multimodal-instruct 0.05 0.1
phi-4-reasoning-plus 0.07 0.35
text-embedding-3-large 0.13
text-embedding-3-small 0.02
wizardlm-2-8x22b 0.48 0.48
@github-copilot api.githubcopilot.com api.individual.githubcopilot.com
claude-fable-5 10 50 1 12.5
claude-fable-5.1 10 50 0.25 12.5
claude-haiku-4.5 1 5 0.1 1.25
claude-haiku-5.5 0.1 0.5 0.01 0.125
 >100000 0.5 2.5 0.05 0.625
claude-opus-4.7 5 25 0.5 6.25
claude-opus-4.8 5 25 0.5 6.25
claude-opus-4.8-fast 10 50 1 12.5
claude-opus-5 5 25 0.5 6.25
claude-opus-5.5 4 20 0.2 5
claude-sonnet-4.6 3 15 0.3 3.75
claude-sonnet-5 2 10 0.2 2.5
claude-sonnet-5.5 2 10 0.1 2.5
gemini-3.5-flash 1.5 9 0.15
gemini-3.6-flash 0.75 3.75 0.075
gemini-3.7-flash 0.75 3.75 0.075
gemini-3.8-flash 0.75 3.75 0.075
gemini-4-argon 2 10 0.1
gpt-5-mini 0.25 2 0.025
gpt-5.3-codex 1.75 14 0.175
gpt-5.4 2.5 15 0.25
 >272000 5 22.5 0.5
gpt-5.4-mini 0.75 4.5 0.075
gpt-5.4-nano 0.2 1.25 0.02
gpt-5.5 5 30 0.5
 >272000 10 45 1
gpt-5.6-luna 0.2 1.2 0.02 0.25
 >200000 0.4 1.8 0.04 0.5
gpt-5.6-sol 4 20 0.4 5
 >272000 8 30 0.8 10
gpt-5.6-terra 2 12 0.2 2.5
 >272000 4 18 0.4 5
gpt-6-astra 10 50 1 12.5
 >272000 20 75 2 25
gpt-6-luna 0.1 0.5 0.01 0.125
 >272000 0.2 0.75 0.02 0.25
gpt-6-sol 2 10 0.2 2.5
 >272000 4 15 0.4 5
gpt-6.1-sol 2 10 0.1 2.5
 >272000 4 15 0.2 5
gpt-6.1-terra 1 5 0.05 1.25
 >272000 2 7.5 0.1 2.5
grok-4.5 2 6 0.5
 >200000 4 12 1
grok-4.6 2 6 0.5
 >200000 4 12 1
grok-4.7 2 6 0.5
 >200000 4 12 1
kimi-k2.7-code 0.95 4 0.19
kimi-k3 3 15 0.3
mai-code-1-flash-picker 0.75 4.5 0.075
mai-code-1.1-flash 0.2 1.2 0.02
@opencode opencode.ai
claude-fable-5 10 50 1 12.5
claude-fable-5-1 10 50 0.25 12.5
claude-fable-5-2 8 40 0.2 10
claude-haiku-4-5 1 5 0.1 1.25
claude-haiku-5-5 0.1 0.5 0.01 0.125
 >100000 0.5 2.5 0.05 0.625
claude-opus-4-5 5 25 0.5 6.25
claude-opus-4-6 5 25 0.5 6.25
claude-opus-4-7 5 25 0.5 6.25
claude-opus-4-8 5 25 0.5 6.25
claude-opus-5 5 25 0.5 6.25
claude-opus-5-5 4 20 0.2 5
claude-sonnet-4-5 3 15 0.3 3.75
 >200000 6 22.5 0.6 7.5
claude-sonnet-4-6 3 15 0.3 3.75
claude-sonnet-5 2 10 0.2 2.5
claude-sonnet-5-5 2 10 0.1 2.5
deepseek-v4-pro 1.74 3.48 0.145
deepseek-v4.1-flash 0.3 1.2 0.006
gemini-3-flash 0.5 3 0.05
gemini-3.1-pro 2 12 0.2
 >200000 4 18 0.4
gemini-3.5-flash 1.5 9 0.15
gemini-3.5-flash-lite 0.3 2.5 0.03
gemini-3.6-flash 0.75 3.75 0.075
gemini-3.7-flash 0.75 3.75 0.075
gemini-3.8-flash 0.75 3.75 0.075
gemini-4-argon 2 10 0.1
glm-5 1 3.2 0.2
glm-5.1 1.4 4.4 0.26
glm-5.2 1.4 4.4 0.26
glm-5.3 1.4 4.4 0.26
glm-5.3-flash 0.15 0.5 0.03
gpt-5 1.07 8.5 0.107
gpt-5-codex 1.07 8.5 0.107
gpt-5-nano 0.05 0.4 0.005
gpt-5.1 1.07 8.5 0.107
gpt-5.1-codex 1.07 8.5 0.107
gpt-5.1-codex-max 1.25 10 0.125
gpt-5.1-codex-mini 0.25 2 0.025
gpt-5.2 1.75 14 0.175
gpt-5.2-codex 1.75 14 0.175
gpt-5.3-codex 1.75 14 0.175
gpt-5.4 2.5 15 0.25
 >272000 5 22.5 0.5
gpt-5.4-mini 0.75 4.5 0.075
gpt-5.4-nano 0.2 1.25 0.02
gpt-5.4-pro 30 180 30
gpt-5.5 5 30 0.5
 >272000 10 45 1
gpt-5.5-pro 30 180 30
gpt-5.6-luna 0.2 1.2 0.02 0.25
 >272000 0.4 1.8 0.04 0.5
gpt-5.6-sol 4 20 0.4 5
 >272000 8 30 0.8 10
gpt-5.6-terra 2 12 0.2 2.5
 >272000 4 18 0.4 5
gpt-6-astra 10 50 1 12.5
 >272000 20 75 2 25
gpt-6-luna 0.1 0.5 0.01 0.125
 >272000 0.2 0.75 0.02 0.25
gpt-6-sol 2 10 0.2 2.5
 >272000 4 15 0.4 5
gpt-6.1-sol 2 10 0.1 2.5
 >272000 4 15 0.2 5
grok-4.5 2 6 0.3
 >200000 4 12 0.6
grok-4.6 2 6 0.5
 >200000 4 12 1
grok-4.7 2 6 0.5
 >200000 4 12 1
grok-build-0.1 1 2 0.2
kimi-k2.5 0.6 3 0.1
kimi-k2.6 0.95 4 0.16
kimi-k2.7-code 0.95 4 0.19
kimi-k3 3 15 0.3 3
minimax-m2.5 0.3 1.2 0.06
minimax-m2.7 0.3 1.2 0.06
minimax-m3 0.3 1.2 0.06
mistral-large-4 0.68 2.09 0.07
muse-ember-1.0 0.1 0.5 0.004
muse-spark-1.2 1.25 4.25 0.15
muse-spark-1.3 1.25 4.25 0.15
muse-wonder-1.0 4 20 0.2
qwen3.5-plus 0.2 1.2 0.02 0.25
qwen3.6-plus 0.5 3 0.05 0.625
qwen3.8-flash 0.15 0.47 0.016 0.2
qwen3.8-max 2 6 0.25 2.5
@xai api.x.ai
grok-2-1212,grok-2,grok-2-latest 2 10
grok-2-vision-1212,grok-2-vision,grok-2-vision-latest 2 10
grok-3,grok-3-latest,grok-3-beta 3 15 0.75
grok-3-fast,grok-3-fast-latest,grok-3-fast-beta 5 25 1.25
grok-3-mini,grok-3-mini-beta,grok-3-mini-latest 0.3 0.5 0.075
grok-3-mini-fast,grok-3-mini-fast-beta,grok-3-mini-fast-latest 0.6 4 0.15
grok-4-0709,grok-4,grok-4-latest 3 15 0.75
grok-4-1-fast-non-reasoning,grok-4-1-fast-non-reasoning-latest 0.2 0.5 0.05
grok-4-1-fast-reasoning,grok-4-1-fast,grok-4-1-fast-reasoning-latest 0.2 0.5 0.05
grok-4-fast-non-reasoning,grok-4-fast-non-reasoning-latest 0.2 0.5 0.05
grok-4-fast-reasoning,grok-4-fast,grok-4-fast-reasoning-latest 0.2 0.5 0.05
grok-4.20 1.25 2.5 0.2
 >199999 2.5 5 0.4
grok-4.20-multi-agent 2 6 0.2
grok-4.3,x-ai/grok-4.3,grok-4.3-latest 1.25 2.5 0.2
 >199999 2.5 5 0.4
grok-4.5,x-ai/grok-4.5,grok-4.5-latest,grok-latest 2 6 0.3
 >199999 4 12 0.6
grok-4.6,x-ai/grok-4.6,grok-4.6-latest 2 6 0.5
 >199999 4 12 1
grok-4.7 2 6 0.5
 >200000 4 12 1
grok-build-0.1 1 2 0.2
 >199999 2 4 0.4
grok-code-fast-1,grok-code-fast,grok-code-fast-1-0825 0.2 1.5 0.02
@deepseek api.deepseek.com
deepseek-chat,deepseek-chat-v3-0324 0.135 0.55 0.035
 utc=00:30-16:30 0.27 1.1 0.07
deepseek-flash 0.3 1.2 0.006
deepseek-reasoner,deepseek-r1,deepseek-r1-0528 0.135 0.55 0.035
 utc=00:30-16:30 0.55 2.19 0.14
deepseek-v3.1-terminus 0.27 0.95 0.13
deepseek-v3.2 0.2288 0.3432
deepseek-v3.2-exp 0.27 0.41
deepseek-v4-flash 0.22 0.66 0.007
 utc=01:00-04:00 0.44 1.32 0.014
 utc=06:00-10:00 0.44 1.32 0.014
deepseek-v4-pro 0.66 1.98 0.022
 utc=01:00-04:00 1.32 3.96 0.044
 utc=06:00-10:00 1.32 3.96 0.044
@mistral api.mistral.ai
codestral,codestral-latest,codestral-2501 0.3 0.9 0.03
codestral-2508 0.3 0.9 0.03
deepseek-v4-1-flash-1017 0.3 1.2 0.007
devstral-2512 0.4 2 0.04
devstral-latest 0.4 2 0.04
devstral-medium-latest 0.4 2 0.04
devstral-small,devstral-small-2505,devstral-small-2507,devstral-small-latest,labs-devstral-small-2512 0.1 0.3
glm-5-2 1.4 4.4 0.14
magistral-medium 2 5
magistral-medium-latest 2 5 0.2
magistral-small 0.5 1.5
ministral-14b-2512 0.2 0.2 0.02
ministral-3b 0.04 0.04
ministral-3b-2512 0.1 0.1 0.01
ministral-3b-latest 0.1 0.1 0.01
ministral-8b,ministral-8b-2410 0.1 0.1
ministral-8b-2512 0.15 0.15 0.015
ministral-8b-latest 0.15 0.15 0.015
mistral-7b,open-mistral-7b 0.25 0.25
mistral-embed 0.1 0.1
mistral-large,mistral-large-2407,mistral-large-2411 2 6
mistral-large-2512 0.5 1.5 0.05
mistral-large-4 0.7 2.1 0.07
mistral-large-4-0-8 0.7 2.1 0.07
mistral-large-latest 0.5 1.5 0.05
mistral-medium-2312 2.7 8.1
mistral-medium-2604 1.5 7.5 0.15
mistral-medium-3-1,mistral-medium,mistral-medium-2505,mistral-medium-2508 0.4 2 0.04
mistral-medium-3-5,mistral-medium-3.5,mistral-medium-3 1.5 7.5 0.15
mistral-medium-latest 1.5 7.5 0.15
mistral-nemo,open-mistral-nemo 0.15 0.15 0.015
mistral-saba,mistral-saba-latest 0.2 0.6
mistral-small-24b-instruct-2501 0.05 0.08
mistral-small-2506 0.1 0.3 0.01
mistral-small-2603 0.15 0.6 0.015
mistral-small-3.1-24b-instruct 0.351 0.555
mistral-small-3.2-24b-instruct 0.075 0.2
mistral-small-latest 0.15 0.6 0.015
mistral-tiny 0.25 0.25
mixtral-8x22b-instruct 0.9 0.9
mixtral-8x7b,open-mixtral-8x7b 0.7 0.7
pixtral-12b,pixtral-12b-latest 0.15 0.15 0.015
pixtral-large,pixtral-large-latest,pixtral-large-2411 2 6
voxtral-small-24b-2507,voxtral-small-2507,voxtral-small-latest 0.1 0.4 0.01
zai-glm-5-2 1.4 4.4 0.14
zai-glm-5-3 1.4 4.4 0.14
zai-glm-5-3-flash 0.15 0.5 0.03
@groq api.groq.com
deepseek-r1-distill-llama-70b 0.75 0.99
gemma-7b-it 0.07 0.07
gemma2-9b-it,gemma2-9b 0.2 0.2
llama-3.1-405b-reasoning 0.59 0.79
llama-3.1-70b-versatile 0.59 0.79
llama-3.1-8b-instant 0.05 0.08
llama-3.2-11b-text-preview 0.18 0.18
llama-3.2-11b-vision-preview 0.18 0.18
llama-3.2-1b-preview 0.04 0.04
llama-3.2-3b-preview 0.06 0.06
llama-3.2-90b-text-preview 0.9 0.9
llama-3.2-90b-vision-preview 0.9 0.9
llama-3.3-70b-specdec 0.59 0.99
llama-3.3-70b-versatile 0.59 0.79
llama-guard-3-8b 0.2 0.2
llama2-70b-4096 0.7 0.8
llama3-70b-8192 0.59 0.79
llama3-8b-8192 0.05 0.08
llama3-groq-70b-8192-tool-use-preview 0.89 0.89
llama3-groq-8b-8192-tool-use-preview 0.19 0.19
meta-llama/llama-4-maverick-17b-128e-instruct 0.2 0.6
meta-llama/llama-4-scout-17b-16e-instruct 0.11 0.34
meta-llama/llama-guard-4-12b 0.2 0.2
mistral-saba-24b 0.79 0.79
mixtral-8x7b-32768 0.24 0.24
moonshotai/kimi-k2-instruct,moonshotai/kimi-k2-instruct-0905 1 3 0.5
openai/gpt-oss-120b 0.15 0.6 0.075
openai/gpt-oss-20b 0.075 0.3 0.0375
openai/gpt-oss-safeguard-20b 0.075 0.3 0.0375
qwen/qwen3-32b 0.29 0.59
qwen/qwen3.6-27b 0.6 3 0.3
qwen/qwen3.8-27b 0.8 4
@cerebras api.cerebras.ai
gemma-4-31b,cerebras/gemma-4-31b,cerebras:gemma-4-31b 0.99 1.49
gpt-oss-120b,cerebras/gpt-oss-120b,cerebras:gpt-oss-120b 0.35 0.75 0.35
llama-3.3-70b,cerebras/llama-3.3-70b,cerebras:llama-3.3-70b 0.85 1.2
llama3.1-8b,cerebras/llama3.1-8b,cerebras:llama3.1-8b 0.1 0.1
qwen-3-32b,cerebras/qwen-3-32b,cerebras:qwen-3-32b 0.4 0.8
qwen-3.8-27b 0.99 1.49 0.99
zai-glm-4.7,cerebras/zai-glm-4.7,cerebras:zai-glm-4.7 2.25 2.75
@moonshotai api.moonshot.ai
kimi-k2 0.57 2.3
kimi-k2-0711-preview 0.6 2.5 0.15
kimi-k2-0905-preview 0.6 2.5 0.15
kimi-k2-thinking 0.6 2.5 0.15
kimi-k2-thinking-turbo 1.15 8 0.15
kimi-k2-turbo-preview,kimi-k2-turbo 1.15 8 0.15
kimi-k2.5 0.6 3 0.1
kimi-k2.6 0.95 4 0.16
kimi-k2.7-code 0.95 4 0.19
kimi-k2.7-code-highspeed 1.9 8 0.38
kimi-k3 3 15 0.3
kimi-k3.1-pro 2 10 0.2
kimi-k3.1-pro-highspeed 4 20 0.2
moonshot-v1-128k,moonshot-v1-128k-vision-preview 2 5
moonshot-v1-32k,moonshot-v1-32k-vision-preview 1 3
moonshot-v1-8k,moonshot-v1-8k-vision-preview 0.2 2
@zai api.z.ai
GLM-5.2,glm-5.2 1.4 4.4 0.26
GLM-5.3,glm-5.3 1.4 4.4 0.26
glm-4.7 0.6 2.2 0.11
glm-5-turbo 1.2 4 0.24
glm-5.3-flash 0.15 0.5 0.03
@minimax api.minimax.io
M2-her,m2-her 0.3 1.2
MiniMax-M2,minimax-m2,MiniMax-M2.1,minimax-m2.1,MiniMax-M2.5,minimax-m2.5 0.3 1.2 0.03 0.375
MiniMax-M2.1-highspeed,M2.1-highspeed,m2.1-highspeed 0.6 2.4 0.03 0.375
MiniMax-M2.5-highspeed,M2.5-highspeed,m2.5-highspeed 0.6 2.4 0.03 0.375
MiniMax-M2.7,minimax-m2.7 0.3 1.2 0.06 0.375
MiniMax-M2.7-highspeed,M2.7-highspeed,m2.7-highspeed 0.6 2.4 0.06 0.375
MiniMax-M3.1-Flash 0.15 0.6 0.015
minimax-01 0.2 1.1
minimax-m1 0.4 2.2
minimax-m3 0.3 1.2 0.06
 >512000 0.6 2.4 0.12
@xiaomi api.xiaomimimo.com
mimo-v2.6-flash 0.14 0.28 0.0028
mimo-v2.6-pro 0.435 0.87 0.0036
mimo-v2.6-pro-ultraspeed 4.35 8.7 0.036
@meta api.meta.ai
muse-ember-1.0 0.1 0.5 0.004
 >200000 0.3 1.5 0.012
muse-spark-1.1 1.25 4.25 0.15
muse-spark-1.2 1.25 4.25 0.15
muse-spark-1.2-contributor 0.1 0.2 0.002
muse-spark-1.3 1.25 4.25 0.15
muse-spark-1.3-contributor 0.1 0.2 0.002
muse-wonder-1.0 4 20 0.2
@fireworks api.fireworks.ai
accounts/fireworks/models/deepseek-v4p1-flash 0.3 1.2 0.006
accounts/fireworks/models/deepseek-v4p1-flash-1017 0.3 1.2 0.006
accounts/fireworks/models/ember-1 3 15 0.3
accounts/fireworks/models/glm-5p3 1.4 4.4 0.26
accounts/fireworks/models/glm-5p3-flash 0.15 0.5 0.03
accounts/fireworks/models/kimi-k3p1-pro 2 10 0.2
accounts/fireworks/models/minimax-m3p1-flash 0.15 0.6 0.015
accounts/fireworks/models/muse-spark-open 1.25 4.25 0.15
accounts/fireworks/models/qwen3p8-2p4t-a95b 2 6 0.25
accounts/fireworks/models/qwen3p8-max 2 6 0.25
accounts/fireworks/routers/deepseek-flash-latest 0.3 1.2 0.006
accounts/fireworks/routers/deepseek-v4p1-flash-1017-spot 0.21 0.84 0.0042
accounts/fireworks/routers/deepseek-v4p1-flash-1017-ultrafast 2.4 9.6 0.048
accounts/fireworks/routers/deepseek-v4p1-flash-spot 0.21 0.84 0.0042
accounts/fireworks/routers/glm-5p3-fast 2.1 6.6 0.39
accounts/fireworks/routers/glm-5p3-spot 0.98 3.08 0.182
accounts/fireworks/routers/glm-fast-latest 2.1 6.6 0.39
accounts/fireworks/routers/glm-flash-latest 0.15 0.5 0.03
accounts/fireworks/routers/glm-latest 1.4 4.4 0.26
accounts/fireworks/routers/kimi-fast-latest 4.5 22.5 0.45
accounts/fireworks/routers/kimi-k3-spot 2.1 10.5 0.21
accounts/fireworks/routers/kimi-latest 3 15 0.3
accounts/fireworks/routers/minimax-latest 0.3 1.2 0.06
accounts/fireworks/routers/qwen-max-latest 2 6 0.25
deepseek-r1-0528,accounts/fireworks/models/deepseek-r1-0528 3 8
deepseek-v3-0324,accounts/fireworks/models/deepseek-v3-0324 0.9 0.9
deepseek-v3p2,accounts/fireworks/models/deepseek-v3p2 0.56 1.68 0.28
deepseek-v4-flash,accounts/fireworks/models/deepseek-v4-flash,accounts/fireworks/models/deepseek-v4-flash-0731 0.14 0.28 0.028
deepseek-v4-pro,accounts/fireworks/models/deepseek-v4-pro 1.74 3.48 0.145
gemma-3-27b-it,accounts/fireworks/models/gemma-3-27b-it 0.1 0.1
glm-4p7,accounts/fireworks/models/glm-4p7 0.6 2.2
glm-5p1,accounts/fireworks/models/glm-5p1 1.4 4.4 0.26
glm-5p1-fast,accounts/fireworks/routers/glm-5p1-fast 2.8 8.8 0.52
glm-5p2,accounts/fireworks/models/glm-5p2 1.4 4.4 0.14
glm-5p2-fast,accounts/fireworks/routers/glm-5p2-fast,accounts/fireworks/routers/glm-5p2-fast-us 2.1 6.6 0.21
gpt-oss-120b,accounts/fireworks/models/gpt-oss-120b 0.15 0.6 0.014
gpt-oss-20b,accounts/fireworks/models/gpt-oss-20b 0.07 0.3 0.035
inkling,accounts/fireworks/models/inkling 1 4.05 0.17
kimi-k2p5,accounts/fireworks/models/kimi-k2p5 0.6 3 0.1
kimi-k2p6,accounts/fireworks/models/kimi-k2p6 0.95 4 0.16
kimi-k2p6-fast,accounts/fireworks/routers/kimi-k2p6-fast 2 8 0.3
kimi-k2p7-code,accounts/fireworks/models/kimi-k2p7-code 0.95 4 0.19
kimi-k2p7-code-fast,accounts/fireworks/routers/kimi-k2p7-code-fast 1.9 8 0.38
kimi-k3,accounts/fireworks/models/kimi-k3 3 15 0.3
kimi-k3-fast,accounts/fireworks/routers/kimi-k3-fast 4.5 22.5 0.45
kimi-k3-us,accounts/fireworks/routers/kimi-k3-us 3.3 16.5 0.33
llama-v3p1-8b-instruct,accounts/fireworks/models/llama-v3p1-8b-instruct 0.2 0.2
llama4-maverick-instruct-basic,accounts/fireworks/models/llama4-maverick-instruct-basic 0.22 0.88
minimax-m2p1,accounts/fireworks/models/minimax-m2p1 0.3 1.2
minimax-m2p7,accounts/fireworks/models/minimax-m2p7 0.3 1.2 0.06
minimax-m3,accounts/fireworks/models/minimax-m3 0.3 1.2 0.06
nemotron-3-ultra-nvfp4,accounts/fireworks/models/nemotron-3-ultra-nvfp4 0.6 2.4 0.12
qwen2p5-vl-72b-instruct,accounts/fireworks/models/qwen2p5-vl-72b-instruct 0.9 0.9
qwen3-235b-a22b,accounts/fireworks/models/qwen3-235b-a22b 0.22 0.88
qwen3p6-plus,accounts/fireworks/models/qwen3p6-plus 0.5 3 0.1
qwen3p7-plus,accounts/fireworks/models/qwen3p7-plus 0.4 1.6 0.08
@together api.together.xyz api.together.ai
Austism/chronos-hermes-13b 0.3 0.3
Gryphe/MythoMax-L2-13b 0.3 0.3
MiniMaxAI/MiniMax-M3 0.3 1.2 0.06
Nexusflow/NexusRaven-V2-13B 0.3 0.3
NousResearch/Nous-Capybara-7B-V1p9 0.2 0.2
NousResearch/Nous-Hermes-2-Mixtral-8x7B-DPO 0.9 0.9
NousResearch/Nous-Hermes-2-Mixtral-8x7B-SFT 0.9 0.9
NousResearch/Nous-Hermes-2-Yi-34B 0.8 0.8
NousResearch/Nous-Hermes-Llama2-13b 0.225 0.225
NousResearch/Nous-Hermes-llama-2-7b 0.2 0.2
Open-Orca/Mistral-7B-OpenOrca 0.2 0.2
Qwen/Qwen1.5-0.5B,Qwen/Qwen1.5-0.5B-Chat 0.1 0.1
Qwen/Qwen1.5-1.8B,Qwen/Qwen1.5-1.8B-Chat 0.1 0.1
Qwen/Qwen1.5-14B,Qwen/Qwen1.5-14B-Chat 0.3 0.3
Qwen/Qwen1.5-4B,Qwen/Qwen1.5-4B-Chat 0.1 0.1
Qwen/Qwen1.5-72B 0.9 0.9
Qwen/Qwen1.5-7B,Qwen/Qwen1.5-7B-Chat 0.2 0.2
Qwen/Qwen3.5-9B 0.17 0.25
Qwen/Qwen3.6-Plus 0.5 3
Qwen/Qwen3.7-Max 2.5 7.5 0.5
Undi95/ReMM-SLERP-L2-13B 0.3 0.3
Undi95/Toppy-M-7B 0.2 0.2
WizardLM/WizardLM-13B-V1.2 0.3 0.3
allenai/OLMo-7B,allenai/OLMo-7B-Instruct,allenai/OLMo-7B-Twin-2T 0.2 0.2
codellama/CodeLlama-13b-Instruct-hf 0.225 0.225
codellama/CodeLlama-34b-Instruct-hf 0.776 0.776
codellama/CodeLlama-70b-Instruct-hf 0.9 0.9
codellama/CodeLlama-7b-Instruct-hf 0.2 0.2
deepseek-ai/DeepSeek-V4-Pro-0813 1.32 3.96 0.13
deepseek-ai/DeepSeek-V4.1-Flash 0.3 1.2 0.006
deepseek-ai/deepseek-coder-33b-instruct 0.8 0.8
garage-bAInd/Platypus2-70B-instruct 0.9 0.9
google/gemma-2b,google/gemma-2b-it 0.1 0.1
google/gemma-7b,google/gemma-7b-it 0.2 0.2
lmsys/vicuna-13b-v1.5 0.3 0.3
lmsys/vicuna-7b-v1.5 0.2 0.2
meta-llama/Llama-2-13b-chat-hf 0.225 0.225
meta-llama/Llama-2-70b-chat-hf 0.9 0.9
meta-llama/Llama-2-7b-chat-hf 0.2 0.2
meta-llama/Llama-3-70b-chat-hf 0.9 0.9
meta-llama/Llama-3-8b-chat-hf 0.2 0.2
meta-llama/Llama-3.3-70B-Instruct-Turbo 0.88 0.88
meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8 0.27 0.85
meta-llama/Llama-4-Scout-17B-16E-Instruct 0.18 0.59
meta-llama/Meta-Llama-3-70B-Instruct-Lite 0.54 0.54
meta-llama/Meta-Llama-3-70B-Instruct-Turbo 0.88 0.88
meta-llama/Meta-Llama-3-8B-Instruct-Lite 0.1 0.1
meta-llama/Meta-Llama-3-8B-Instruct-Turbo 0.18 0.18
meta-llama/Meta-Llama-3.1-405B-Instruct-Turbo 3.5 3.5
meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo 0.88 0.88
meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo 0.18 0.18
meta-llama/Meta-Llama-3.3-70B-Instruct-Turbo 0.88 0.88
meta-models/Muse-Spark-Open-816B-A42B 1.25 4.25 0.15
microsoft/WizardLM-2-8x22B 1.2 1.2
microsoft/phi-2 0.1 0.1
mistralai/Mistral-7B-Instruct-v0.1 0.2 0.2
mistralai/Mistral-7B-Instruct-v0.2 0.2 0.2
mistralai/Mistral-7B-v0.1 0.2 0.2
mistralai/Mixtral-8x22B-Instruct-v0.1 2.4 2.4
mistralai/Mixtral-8x7B-Instruct-v0.1 0.9 0.9
mistralai/Mixtral-8x7B-v0.1 0.9 0.9
moonshotai/Kimi-K3 3 15 0.3
moonshotai/Kimi-K3.1-Pro 2 10 0.2
nvidia/NVIDIA-Nemotron-3.5-Super-VL 0.15 0.5 0.02
openai/gpt-oss-120b 0.15 0.6
openchat/openchat-3.5-1210 0.2 0.2
reflection/Beam-1.0-501B-A23B 0.4 1.2 0.04
snorkelai/Snorkel-Mistral-PairRM-DPO 0.2 0.2
teknium/OpenHermes-2-Mistral-7B 0.2 0.2
teknium/OpenHermes-2p5-Mistral-7B 0.2 0.2
thinkingmachines/Inkling 1 4.05 0.17
togethercomputer/GPT-JT-Moderation-6B 0.2 0.2
togethercomputer/Llama-2-7B-32K-Instruct 0.2 0.2
togethercomputer/RedPajama-INCITE-7B-Base 0.2 0.2
togethercomputer/RedPajama-INCITE-7B-Chat 0.2 0.2
togethercomputer/RedPajama-INCITE-7B-Instruct 0.2 0.2
togethercomputer/RedPajama-INCITE-Base-3B-v1 0.1 0.1
togethercomputer/RedPajama-INCITE-Chat-3B-v1 0.1 0.1
togethercomputer/RedPajama-INCITE-Instruct-3B-v1 0.1 0.1
togethercomputer/StripedHyena-Hessian-7B 0.2 0.2
togethercomputer/StripedHyena-Nous-7B 0.2 0.2
togethercomputer/alpaca-7b 0.2 0.2
upstage/SOLAR-10.7B-Instruct-v1.0 0.3 0.3
zai-org/GLM-5.2 1.4 4.4 0.26
zai-org/GLM-5.3 1.4 4.4 0.26
zai-org/GLM-5.3-Flash 0.15 0.5 0.03
zero-one-ai/Yi-34B 0.8 0.8
zero-one-ai/Yi-6B 0.2 0.2
@baseten inference.baseten.co
deepseek-ai/DeepSeek-V4-Flash-0731 0.13 0.26 0.028
deepseek-ai/DeepSeek-V4-Pro 1.74 3.48 0.145
deepseek-ai/DeepSeek-V4-Pro-0813 1.32 3.96 0.132
deepseek-ai/DeepSeek-V4.1-Flash 0.3 1.2 0.007
deepseek-ai/DeepSeek-V4.1-Flash-1017 0.3 1.2 0.007
deepseek-ai/DeepSeek-V4.1-Flash-1017-Fast 0.6 2.4 0.014
deepseek-ai/DeepSeek-V4.1-Flash-Fast 0.6 2.4 0.014
moonshotai/Kimi-K2.6 0.95 4 0.16
moonshotai/Kimi-K2.7-Code 0.95 4 0.16
moonshotai/Kimi-K3 3 15 0.3
moonshotai/Kimi-K3.1-Pro 2 10 0.2
nvidia/NVIDIA-Nemotron-3-Ultra-550B-A55B 0.6 2.4 0.12
openai/gpt-oss-120b 0.1 0.5 0.1
thinkingmachines/inkling 1 4.05 0.17
thinkingmachines/inkling-small 0.5 1.2 0.1
zai-org/GLM-4.7 0.6 2.2 0.12
zai-org/GLM-5.2 1.4 4.4 0.14
zai-org/GLM-5.2-Fast 2.1 6.6 0.21
zai-org/GLM-5.3 1.4 4.4 0.14
zai-org/GLM-5.3-Fast 2.1 6.6 0.21
zai-org/GLM-5.3-Flash 0.15 0.5 0.03
@cohere api.cohere.com api.cohere.ai
c4ai-aya-expanse-32b,aya-expanse-32b 0.5 1.5
c4ai-aya-expanse-8b,aya-expanse-8b 0.5 1.5
command 1 2
command-a,command-a-03-2025 2.5 10
command-light 0.3 0.6
command-r,command-r-08-2024 0.15 0.6
command-r-plus,command-r-plus-08-2024 2.5 10
command-r7b,command-r7b-12-2024 0.0375 0.15
embed-v4.0 0.12
@perplexity api.perplexity.ai
llama-3.1-sonar-large-128k-online 1 1
llama-3.1-sonar-small-128k-online 0.2 0.2
r1-1776 2 8
sonar 1 1 - - - q=12
sonar-deep-research 2 8 - - - r=3 s=5
sonar-pro 3 15 - - - q=14
sonar-pro-search 3 15
sonar-reasoning 1 5 - - - q=12
sonar-reasoning-pro 2 8 - - - q=14
@novita api.novita.ai
Sao10K/L3-8B-Stheno-v3.2 0.05 0.05
cognitivecomputations/dolphin-mixtral-8x22b 0.9 0.9
deepseek/deepseek-r1 4 4
deepseek/deepseek-r1-distill-llama-70b 0.8 0.8
deepseek/deepseek-r1-distill-llama-8b 0.04 0.04
deepseek/deepseek-r1-distill-qwen-14b 0.15 0.15
deepseek/deepseek-r1-distill-qwen-32b 0.3 0.3
deepseek/deepseek_v3 0.89 0.89
google/gemma-2-9b-it 0.08 0.08
gryphe/mythomax-l2-13b 0.09 0.09
jondurbin/airoboros-l2-70b 0.5 0.5
meta-llama/llama-3-70b-instruct 0.51 0.74
meta-llama/llama-3-8b-instruct 0.04 0.04
meta-llama/llama-3.1-70b-instruct 0.34 0.39
meta-llama/llama-3.1-8b-instruct,meta-llama/llama-3.1-8b-instruct-max 0.05 0.05
meta-llama/llama-3.1-8b-instruct-bf16 0.06 0.06
meta-llama/llama-3.2-11b-vision-instruct 0.06 0.06
meta-llama/llama-3.2-1b-instruct 0.02 0.02
meta-llama/llama-3.2-3b-instruct 0.03 0.05
meta-llama/llama-3.3-70b-instruct 0.39 0.39
microsoft/wizardlm-2-8x22b 0.62 0.62
mistralai/mistral-7b-instruct 0.059 0.059
mistralai/mistral-nemo 0.17 0.17
nousresearch/hermes-2-pro-llama-3-8b 0.14 0.14
nousresearch/nous-hermes-llama2-13b 0.17 0.17
openchat/openchat-7b 0.06 0.06
qwen/qwen-2-7b-instruct 0.054 0.054
qwen/qwen-2-vl-72b-instruct 0.45 0.45
qwen/qwen-2.5-72b-instruct 0.38 0.4
sao10k/l3-70b-euryale-v2.1 1.48 1.48
sao10k/l3-8b-lunaris 0.05 0.05
sao10k/l31-70b-euryale-v2.2 1.48 1.48
sophosympatheia/midnight-rose-70b 0.8 0.8
teknium/openhermes-2.5-mistral-7b 0.17 0.17
@voyageai api.voyageai.com
voyage-01 0.1
voyage-02 0.1
voyage-2 0.1
voyage-3 0.06
voyage-3-large 0.18
voyage-3-lite 0.02
voyage-3.5 0.06
voyage-3.5-lite 0.02
voyage-4 0.06
voyage-4-large 0.12
voyage-4-lite 0.02
voyage-code-2 0.12
voyage-code-3 0.18
voyage-context-3 0.18
voyage-finance-2 0.12
voyage-large-2 0.12
voyage-large-2-instruct 0.12
voyage-law-2 0.12
voyage-lite-01 0.1
voyage-lite-01-instruct 0.1
voyage-lite-02-instruct 0.1
voyage-multilingual-2 0.12
`;
