import { z } from 'zod';
import { dialectSchema } from './vocabulary.ts';

export const presetSchema = z
  .object({
    id: z.string().describe('What `preset` of a provider says.'),
    name: z.string(),
    vendor: z.enum(['openai', 'anthropic', 'google', 'other']),
    dialects: z.array(dialectSchema).describe('What it speaks, the preferred one first.'),
    needsKey: z.boolean(),
    keyEnv: z.string().optional().describe('The environment variable that holds its key by custom.'),
    baseUrl: z.string().describe('The address of its first dialect.'),
  })
  .meta({ id: 'Preset' });

export const presetListSchema = z
  .object({ presets: z.array(presetSchema) })
  .meta({ id: 'PresetList', description: 'Providers whose addresses and ways Patchbay knows.' });

export type PresetView = z.infer<typeof presetSchema>;
