import { loadVocabulary } from '../../../src/gateway/counting/vocabulary.ts';

/** Read once for all tests of a file. */
export const vocabulary = await loadVocabulary();
