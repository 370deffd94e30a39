import {
  isThinkingLevel,
  type ModelFacts,
  type ThinkingForm,
  thinkingLevels,
} from '../exchange/model-facts.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * What a row of a provider's list says of its model: Anthropic's `capabilities`, OpenRouter's `architecture` and
 * `supported_parameters`, Google's `thinking`, and limits under the names that are in use. What a row does not say is
 * absent.
 */
export function listedFacts(row: Fields): ModelFacts {
  const top = fieldsOf(row.top_provider);
  const contextTokens = firstCount(
    row.max_input_tokens,
    row.inputTokenLimit,
    row.context_length,
    row.context_window,
    row.max_context_length,
    row.max_model_len,
    top.context_length,
    fieldsOf(row.meta).n_ctx,
  );
  const outputTokens = firstCount(
    row.max_tokens,
    row.outputTokenLimit,
    row.max_output_tokens,
    row.max_completion_tokens,
    top.max_completion_tokens,
  );
  return {
    ...(contextTokens !== undefined && { contextTokens }),
    ...(outputTokens !== undefined && { outputTokens }),
    ...googleFacts(row),
    ...openRouterFacts(row),
    ...anthropicFacts(row),
  };
}

/** How Google's models are told to think is not in the list, only whether they do. */
function googleFacts(row: Fields): ModelFacts {
  return row.thinking === false ? { thinking: 'none' } : {};
}

function openRouterFacts(row: Fields): ModelFacts {
  const inputs = texts(fieldsOf(row.architecture).input_modalities);
  const parameters = texts(row.supported_parameters);
  return {
    ...(inputs !== undefined && {
      images: inputs.includes('image'),
      audio: inputs.includes('audio'),
      documents: inputs.includes('file'),
    }),
    ...(parameters !== undefined && {
      tools: parameters.includes('tools'),
      schemas: parameters.includes('structured_outputs'),
      // OpenRouter translates levels into what the model takes.
      thinking: parameters.includes('reasoning') ? ('effort' as const) : ('none' as const),
    }),
  };
}

function anthropicFacts(row: Fields): ModelFacts {
  const capabilities = fieldsOf(row.capabilities);
  const images = supported(capabilities.image_input);
  const documents = supported(capabilities.pdf_input);
  const schemas = supported(capabilities.structured_outputs);
  const thinking = anthropicThinking(capabilities);
  const effort = fieldsOf(capabilities.effort);
  const efforts = thinkingLevels.filter((level) => supported(effort[level]) === true);
  return {
    ...(images !== undefined && { images }),
    ...(documents !== undefined && { documents }),
    ...(schemas !== undefined && { schemas }),
    ...(thinking !== undefined && { thinking }),
    ...(thinking === 'effort' && efforts.length > 0 && { efforts }),
  };
}

/** A model that takes a number of tokens is told so: levels alone do not make it think. */
function anthropicThinking(capabilities: Fields): ThinkingForm | undefined {
  const thinking = fieldsOf(capabilities.thinking);
  if (thinking.supported === false) return 'none';
  const types = fieldsOf(thinking.types);
  if (supported(types.adaptive) === true) return 'effort';
  return supported(types.enabled) === true ? 'budget' : undefined;
}

/** The facts of a stored row; what is of another kind is left out. */
export function storedFacts(row: Fields): ModelFacts {
  const { thinking, efforts } = row;
  const form = thinking === 'effort' || thinking === 'budget' || thinking === 'none' ? thinking : undefined;
  const levels = texts(efforts)?.filter(isThinkingLevel);
  return {
    ...(typeof row.contextTokens === 'number' && { contextTokens: row.contextTokens }),
    ...(typeof row.outputTokens === 'number' && { outputTokens: row.outputTokens }),
    ...(typeof row.images === 'boolean' && { images: row.images }),
    ...(typeof row.documents === 'boolean' && { documents: row.documents }),
    ...(typeof row.audio === 'boolean' && { audio: row.audio }),
    ...(typeof row.tools === 'boolean' && { tools: row.tools }),
    ...(typeof row.schemas === 'boolean' && { schemas: row.schemas }),
    ...(form !== undefined && { thinking: form }),
    ...(levels !== undefined && { efforts: levels }),
  };
}

function supported(value: unknown): boolean | undefined {
  const found = fieldsOf(value).supported;
  return typeof found === 'boolean' ? found : undefined;
}

/** Lists of words are short; a longer one is not what it is taken for. */
function texts(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length > 100) return undefined;
  return value.filter((each) => typeof each === 'string');
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function firstCount(...values: readonly unknown[]): number | undefined {
  const found = values.find((value) => typeof value === 'number' && Number.isSafeInteger(value) && value > 0);
  return typeof found === 'number' ? found : undefined;
}
