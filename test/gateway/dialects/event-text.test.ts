import { describe, expect, it } from 'vitest';
import {
  dataAt,
  eventName,
  hasValue,
  isDone,
  isFilledList,
  isFilledString,
  lastObjectAt,
  objectAt,
  payloadObject,
  payloadOf,
  rawStringAt,
  valueAt,
} from '../../../src/gateway/dialects/event-text.ts';

describe('lines of an event', () => {
  it('the first data line', () => {
    expect(dataAt('data: x')).toBe(5);
    expect(dataAt('event: data:\r\ndata: x')).toBe(19);
    expect(dataAt('id: 1\rdata:x')).toBe(11);
    expect(dataAt(': data: x\n\n')).toBe(-1);
  });

  it('its name', () => {
    expect(eventName('event: ping\r\ndata: {}')).toBe('ping');
    expect(eventName('event:ping\n')).toBe('ping');
    expect(eventName('id: 1\nevent: a b\n')).toBe('a b');
    expect(eventName('data: event: x\n')).toBe('');
  });

  it('its end sign', () => {
    expect(isDone('data: [DONE]\n\n', 5)).toBe(true);
    expect(isDone('data: ["DONE"]', 5)).toBe(false);
  });

  it('its JSON', () => {
    expect(payloadOf('data: {"a":\ndata: 1}\n\n')).toBe('{"a":\n 1}');
    expect(payloadOf('[{"a": 1}\n')).toBe('{"a": 1}');
    expect(payloadOf(',\r\n{"a": 1}')).toBe('{"a": 1}');
    expect(payloadOf(': comment')).toBe('');
    expect(payloadOf('\n]')).toBe('');
    expect(payloadObject('data: [{"a":1}]')).toEqual({ a: 1 });
    expect(payloadObject('data: {"a":')).toBeUndefined();
  });
});

describe('keys', () => {
  it('are found with their value, at any depth and however they are spaced', () => {
    const text = '{"b":{"a" : "x"}}';
    expect(text.slice(valueAt(text, 'a"'))).toBe('"x"}}');
    expect(valueAt(text, 'a"', 9)).toBe(-1);
  });

  it('are no values, no ends of other names and no words in strings', () => {
    for (const text of [
      '{"b":"a"}',
      '{"ba":1}',
      '{"x\\"a":1}',
      '{"b":"\\"a\\":1"}',
      '{"b":"a\\":1"}',
      'a":1',
    ]) {
      expect(valueAt(text, 'a"'), text).toBe(-1);
    }
  });

  it('have a value or null', () => {
    expect(hasValue('{"a":null,"b":{"a": null}}', 'a"', 0)).toBe(false);
    expect(hasValue('{"a":null,"b":{"a": 0}}', 'a"', 0)).toBe(true);
    expect(hasValue('{"b":1}', 'a"', 0)).toBe(false);
  });

  it('the last with an object', () => {
    const text = '{"a":{"x":1},"a":null,"b":"a"}';
    expect(objectAt(text, lastObjectAt(text, 'a"'))).toEqual({ x: 1 });
    expect(lastObjectAt('{"a":1}', 'a"')).toBe(-1);
    expect(lastObjectAt('a"', 'a"')).toBe(-1);
  });
});

describe('values', () => {
  it('that hold something', () => {
    expect(isFilledString('""', 0)).toBe(false);
    expect(isFilledString('"\\""', 0)).toBe(true);
    expect(isFilledString('1', 0)).toBe(false);
    expect(isFilledString('"a"', -1)).toBe(false);
    expect(isFilledList('[ ]', 0)).toBe(false);
    expect(isFilledList('[\n{', 0)).toBe(true);
    expect(isFilledList('{}', 0)).toBe(false);
  });

  it('as they stand there', () => {
    expect(rawStringAt('"a\\"b\\\\"c', 0)).toBe('a\\"b\\\\');
    expect(rawStringAt('"a', 0)).toBeUndefined();
    expect(rawStringAt('1', 0)).toBeUndefined();
    expect(objectAt('{"a":"}\\"{","b":[{}]} {', 0)).toEqual({ a: '}"{', b: [{}] });
    expect(objectAt('{"a":{}', 0)).toBeUndefined();
    expect(objectAt('{a}', 0)).toBeUndefined();
    expect(objectAt('{}', -1)).toBeUndefined();
  });
});
